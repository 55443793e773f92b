namespace Zhar.Data;

/// <summary>How nested params are cast. Source: the options of Ecto.Changeset.cast_assoc/3.</summary>
public sealed record RelationOptions
{
    internal static RelationOptions Default { get; } = new();

    /// <summary>Whether there has to be a child. Default false.</summary>
    public bool Required { get; init; }

    /// <summary>The message when there is none. Default "can't be blank".</summary>
    public ErrorMessage? RequiredMessage { get; init; }

    /// <summary>The message when the params are no tree or list. Default "is invalid".</summary>
    public ErrorMessage? InvalidMessage { get; init; }

    /// <summary>Whether a change of the children alone updates the record too: the time of its last change and the version of its row. Default true. Source: force_update_on_change.</summary>
    public bool ForceUpdateOnChange { get; init; } = true;

    /// <summary>The param with the positions of a list in the order that is wanted; a position that is not in the list makes a new, empty child. Source: sort_param.</summary>
    public string? Sort { get; init; }

    /// <summary>The param with the positions of a list that are to be left out. Source: drop_param.</summary>
    public string? Drop { get; init; }
}
