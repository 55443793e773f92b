namespace Zhar.Data;

/// <summary>What happens to a child that a changeset no longer has. Source: the on_replace option of Ecto.Schema.</summary>
public enum OnReplace
{
    /// <summary>An exception: children are never dropped by accident.</summary>
    Raise,

    /// <summary>The parent gets the error "is invalid".</summary>
    MarkAsInvalid,

    /// <summary>The child stays, without its foreign key. Not for embeds.</summary>
    Nilify,

    /// <summary>The child is changed in place. Only for a single child.</summary>
    Update,

    /// <summary>The child is deleted; with many to many, the join row.</summary>
    Delete,

    /// <summary>As <see cref="Delete"/>, and it does not matter when the child is gone already. Not for embeds.</summary>
    DeleteIfExists,
}

/// <summary>What deleting an owner does to its children, in the repo. Source: the on_delete option of Ecto.Schema.</summary>
public enum OnDelete
{
    /// <summary>Nothing: the database decides.</summary>
    Nothing,

    /// <summary>The children lose their foreign key.</summary>
    NilifyAll,

    /// <summary>The children are deleted.</summary>
    DeleteAll,
}
