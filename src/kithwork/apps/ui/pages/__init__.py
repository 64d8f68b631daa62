"""The gallery of components, and the pages shown when something is not there."""
