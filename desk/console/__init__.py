"""The pages that staff work in: server-rendered, in both languages, each route with the role it asks for."""
