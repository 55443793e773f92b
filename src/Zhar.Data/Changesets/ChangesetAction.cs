namespace Zhar.Data;

/// <summary>What a changeset was, or is to be, used for. Source: the action of Ecto.Changeset.</summary>
public enum ChangesetAction
{
    /// <summary>Nothing yet; a form shows no errors.</summary>
    None,

    /// <summary>Checked for a form.</summary>
    Validate,

    /// <summary>Inserted.</summary>
    Insert,

    /// <summary>Updated.</summary>
    Update,

    /// <summary>Deleted.</summary>
    Delete,

    /// <summary>As a child: replaced by another, and then treated as its association's <see cref="OnReplace"/> says.</summary>
    Replace,

    /// <summary>As a child: left alone.</summary>
    Ignore,
}
