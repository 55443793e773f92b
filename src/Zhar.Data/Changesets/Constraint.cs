using System.Text.RegularExpressions;

namespace Zhar.Data;

/// <summary>A rule of the database that a changeset knows: when it is violated, the changeset gets the error in place of an exception. Source: the constraints of Ecto.Changeset.</summary>
/// <param name="Kind">What kind of rule.</param>
/// <param name="Name">Its name in the database, or a part of it.</param>
/// <param name="Match">How the name is compared.</param>
/// <param name="Field">The property that gets the error.</param>
/// <param name="Message">The error's template.</param>
/// <param name="Label">The error's <c>constraint</c> metadata: <c>unique</c>, <c>foreign</c>, <c>assoc</c>, …</param>
public sealed record Constraint(ConstraintKind Kind, string Name, ConstraintMatch Match, string Field, ErrorMessage Message, string Label)
{
    internal Regex? Pattern { get; init; }

    /// <summary>Whether a violated rule is this one.</summary>
    /// <param name="kind">The kind that the database reported.</param>
    /// <param name="name">The name that the database reported.</param>
    public bool Matches(ConstraintKind kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return kind == Kind && Match switch
        {
            ConstraintMatch.Suffix => name.EndsWith(Name, StringComparison.Ordinal),
            ConstraintMatch.Prefix => name.StartsWith(Name, StringComparison.Ordinal),
            ConstraintMatch.Regex => Pattern!.IsMatch(name), // a regex constraint has its pattern
            _ => name == Name,
        };
    }

    /// <summary>The error for a violation.</summary>
    /// <param name="name">The name that the database reported.</param>
    public ChangesetError ToError(string name) => new(Field, Message.Text, Metadata.Of(("constraint", Label), ("constraint_name", name)).And(Message.Metadata));

    /// <inheritdoc/>
    public override string ToString() => $"\"{Name}\" ({Naming.Words(Kind.ToString())} constraint{(Match is ConstraintMatch.Exact ? "" : $", by {Naming.Words(Match.ToString())}")})";
}

/// <summary>The kinds of rules of a database.</summary>
public enum ConstraintKind
{
    /// <summary>No two rows with these values.</summary>
    Unique,

    /// <summary>The row that is pointed to is there.</summary>
    ForeignKey,

    /// <summary>An expression is true.</summary>
    Check,

    /// <summary>No two rows that overlap.</summary>
    Exclusion,

    /// <summary>A column has a value. No changeset declares it: <c>ValidateRequired</c> sees it before the database does.</summary>
    NotNull,
}

/// <summary>How the name of a constraint is compared.</summary>
public enum ConstraintMatch
{
    /// <summary>It is the name.</summary>
    Exact,

    /// <summary>The name ends with it.</summary>
    Suffix,

    /// <summary>The name starts with it.</summary>
    Prefix,

    /// <summary>The name matches it as a regular expression.</summary>
    Regex,
}
