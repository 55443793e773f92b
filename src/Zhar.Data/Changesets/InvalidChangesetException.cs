namespace Zhar.Data;

/// <summary>A changeset with errors was applied by a method that does not return them. Source: Ecto.InvalidChangesetError.</summary>
public sealed class InvalidChangesetException : Exception
{
    internal InvalidChangesetException(Changeset changeset)
        : base(Describe(changeset)) => Changeset = changeset;

    /// <summary>The changeset.</summary>
    public Changeset Changeset { get; }

    private static string Describe(Changeset changeset) => $"""
        The changeset of {changeset.Schema.Name} is invalid, so it was not used for {changeset.Action}:

            {string.Join("\n    ", changeset.Errors)}

        {changeset}

        Where errors are expected, call the method without OrThrow, which returns Invalid.
        """;
}
