using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>What is wrong.</summary>
public sealed partial class Changeset<T>
{
    /// <summary>Adds an error; changes stay. Source: Ecto.Changeset.add_error/4.</summary>
    public Changeset<T> AddError(Func<T, object?> field, string message, Metadata? metadata = null, [CallerArgumentExpression(nameof(field))] string selector = "") =>
        With(new ChangesetError(Schema.SelectOne(selector).Name, message, metadata ?? Metadata.Empty));

    /// <summary>As above, for a name that is known at run time only; it need not be a property.</summary>
    public Changeset<T> AddError(FieldName field, string message, Metadata? metadata = null) =>
        With(new ChangesetError(field.Name, message, metadata ?? Metadata.Empty));

    /// <summary>The messages of a field, with their values in place.</summary>
    public IReadOnlyList<string> ErrorsOn(Func<T, object?> field, [CallerArgumentExpression(nameof(field))] string selector = "") => ErrorsOn(Schema.SelectOne(selector).Name);

    /// <summary>As above, for a name that is known at run time only.</summary>
    public IReadOnlyList<string> ErrorsOn(FieldName field) => [.. Errors.Where(e => e.Field == field.Name).Select(static e => e.Text)];

    internal override Changeset WithError(ChangesetError error) => With(error);

    private Changeset<T> With(ChangesetError error)
    {
        var copy = Copy();
        copy.Errors = [.. Errors, error];
        return copy;
    }
}
