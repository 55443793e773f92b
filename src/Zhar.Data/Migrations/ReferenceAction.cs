namespace Zhar.Data.Migrations;

/// <summary>What the database does to rows that refer to a row which is deleted or whose key changes.</summary>
/// <remarks>Source: Ecto.Migration.references/2, <c>:on_delete</c> and <c>:on_update</c>.</remarks>
public enum ReferenceAction
{
    /// <summary>It refuses at the end of the statement while such rows exist.</summary>
    Nothing,

    /// <summary>It refuses at once.</summary>
    Restrict,

    /// <summary>They are deleted, or their key is changed too: Ecto's <c>:delete_all</c> and <c>:update_all</c>.</summary>
    Cascade,

    /// <summary>Their key becomes null.</summary>
    NilifyAll,

    /// <summary>Their key becomes the column's default. Not on MariaDB.</summary>
    DefaultAll,
}
