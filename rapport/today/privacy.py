from rapport.core.personal.kinds import nothing_in

nothing_in("today.Tick", because="which line a colleague put away, by its key")
