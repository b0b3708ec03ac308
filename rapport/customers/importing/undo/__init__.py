"""A whole import undone: whom it brought goes, what it changed is as before; what people did since stays."""
