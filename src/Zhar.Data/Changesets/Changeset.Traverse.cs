namespace Zhar.Data;

/// <summary>Errors and validations of a changeset and its children.</summary>
public abstract partial class Changeset
{
    /// <summary>The messages by the names that params have: of a field a list of texts, of one child a further map, of many a list of maps, empty for a valid child. Source: Ecto.Changeset.traverse_errors/2.</summary>
    public IReadOnlyDictionary<string, object> TraverseErrors() => TraverseErrors(static error => error.Text);

    /// <summary>As above, with a function that makes something of each error, such as a translated text.</summary>
    public IReadOnlyDictionary<string, object> TraverseErrors<TResult>(Func<ChangesetError, TResult> select)
    {
        ArgumentNullException.ThrowIfNull(select);
        return TraverseErrors((_, _, error) => select(error));
    }

    /// <summary>As above; the function gets the changeset that has the error, and the property, too.</summary>
    public IReadOnlyDictionary<string, object> TraverseErrors<TResult>(Func<Changeset, string, ChangesetError, TResult> select)
    {
        ArgumentNullException.ThrowIfNull(select);
        return Traverse(
            static changeset => changeset.Errors.Select(static e => (e.Field, e)),
            (changeset, error) => select(changeset, error.Field, error));
    }

    /// <summary>The validations, in the same shape. Source: Ecto.Changeset.traverse_validations/2.</summary>
    public IReadOnlyDictionary<string, object> TraverseValidations<TResult>(Func<Validation, TResult> select)
    {
        ArgumentNullException.ThrowIfNull(select);
        return Traverse(
            static changeset => changeset.Validations.Select(static v => (v.Field, v)),
            (_, validation) => select(validation));
    }

    /// <summary>The messages of this changeset and its children, each under the whole name that the field has in a form: <c>lines[0][name]</c>.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> FlatErrors()
    {
        var result = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        Flatten(result, "", TraverseErrors());
        return result;
    }

    private static void Flatten(Dictionary<string, IReadOnlyList<string>> result, string prefix, IReadOnlyDictionary<string, object> errors)
    {
        foreach (var (key, value) in errors)
        {
            var name = prefix.Length == 0 ? key : $"{prefix}[{key}]";
            switch (value)
            {
                case IReadOnlyList<string> messages:
                    result[name] = messages;
                    break;
                case IReadOnlyDictionary<string, object> one:
                    Flatten(result, name, one);
                    break;
                case IEnumerable<IReadOnlyDictionary<string, object>> many:
                    foreach (var (child, index) in many.Select(static (c, i) => (c, i)))
                        Flatten(result, $"{name}[{index}]", child);
                    break;
            }
        }
    }

    private Dictionary<string, object> Traverse<TItem, TResult>(Func<Changeset, IEnumerable<(string Field, TItem Item)>> items, Func<Changeset, TItem, TResult> select)
    {
        var result = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var group in items(this).GroupBy(static i => i.Field, StringComparer.Ordinal))
            result[ParamOf(group.Key)] = group.Select(i => select(this, i.Item)).ToList();
        foreach (var change in Changes)
        {
            var key = ParamOf(change.Name);
            if (change.Value is Changeset one && one.Traverse(items, select) is { Count: > 0 } nested)
                result[key] = nested;
            else if (change.Value is IReadOnlyList<Changeset> many && Relation.Staying(many).Select(c => c.Traverse(items, select)).ToList() is var list && list.Exists(static c => c.Count > 0))
                result[key] = list;
        }

        return result;
    }

    private protected string ParamOf(string field) => Schema.FindMember(field)?.Param ?? Naming.Snake(field);
}
