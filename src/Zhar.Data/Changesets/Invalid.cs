namespace Zhar.Data;

/// <summary>Data was not stored: the changeset says why, and its action is set, so that a form shows the errors.</summary>
public sealed record Invalid<T>(Changeset<T> Changeset) : Result<T>
{
    internal override IFormSource? Form => Changeset;

    internal override IReadOnlyDictionary<string, IReadOnlyList<string>>? FieldErrors => Changeset.FlatErrors();

    private protected override Exception Failure => new InvalidChangesetException(Changeset);
}
