namespace Zhar.Data.Migrations;

/// <summary>Rows that a new database needs. Its constructor takes services: <c>public sealed class FirstUsers(Repo repo) : Seed</c>.</summary>
/// <remarks>Seeds may be run again at any time, so they write what is missing: <c>OnConflict.Nothing</c> helps. Run them with <see cref="Seeds.Run"/>.</remarks>
public abstract class Seed
{
    /// <summary>Its place among the others; equal ones go by the class's name.</summary>
    /// <value>Default 0.</value>
    public virtual int Order => 0;

    /// <summary>Writes the rows.</summary>
    public abstract Task Run(CancellationToken cancellationToken);
}
