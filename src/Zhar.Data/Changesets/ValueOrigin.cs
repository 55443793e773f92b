namespace Zhar.Data;

/// <summary>Where the value of a field comes from. Source: Ecto.Changeset.fetch_field/2.</summary>
public enum ValueOrigin
{
    /// <summary>A pending change.</summary>
    Changes,

    /// <summary>The data.</summary>
    Data,
}
