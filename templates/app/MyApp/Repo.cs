namespace MyApp;

/// <summary>The door to the database. Contexts use it; nobody else does. Where the database is stands in <c>config</c> and in <c>DATABASE_URL</c>.</summary>
public sealed partial class Repo : Zhar.Data.Repo;
