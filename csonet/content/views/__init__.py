"""The pages that every noun shares: written once, given a model and a form in urls.py."""
