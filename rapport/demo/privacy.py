from rapport.core.personal.kinds import nothing_in

nothing_in("demo.Made", because="keys of the rows that the demo brought")
