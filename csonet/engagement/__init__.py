"""What people do with what others published: they follow and mute it, and are told of it."""
