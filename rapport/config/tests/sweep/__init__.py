"""Every page there is, looked at by a browser: nobody can add one and forget it."""
