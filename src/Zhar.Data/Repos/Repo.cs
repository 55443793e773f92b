namespace Zhar.Data;

/// <summary>Stores and finds records in a database. Source: Ecto.Repo.</summary>
public abstract partial class Repo;
