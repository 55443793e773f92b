namespace Chat;

/// <summary>The door to the database. Which one it is stands in the configuration: see <see cref="Application"/>.</summary>
public sealed partial class Repo : Zhar.Data.Repo;
