namespace Zhar.Data;

/// <summary>A changeset is what a form is drawn from. Source: Phoenix.HTML.FormData for Ecto.Changeset.</summary>
public abstract partial class Changeset : IFormSource
{
    string? IFormSource.Name => FormName switch
    {
        null => Naming.Snake(Schema.Name),
        "" => null,
        var name => name,
    };

    string? IFormSource.Action => Action is ChangesetAction.None or ChangesetAction.Ignore ? null : Naming.Snake(Action.ToString());

    bool IFormSource.IsStored => Schema.GetMetaOf(DataRecord).State is RecordState.Loaded;

    IReadOnlyList<KeyValuePair<string, object?>> IFormSource.Hidden => ((IFormSource)this).IsStored
        ? [.. Schema.PrimaryKey.Select(f => KeyValuePair.Create(ParamOf(f.Name), Schema.GetValue(DataRecord, f.Index)))]
        : [];

    object? IFormSource.Value(string field)
    {
        if (Schema.FindByParam(field) is not { } member)
            return Params?.Raw(field);
        if (IndexOf(member.Name) is >= 0 and var at)
            return ChangeArray[at].Value;
        if (Params is not null && member.TryGetParam(Params, out var sent))
            return sent;
        return member.Field is { } known ? Schema.GetValue(DataRecord, known.Index) : null;
    }

    IReadOnlyList<FormError> IFormSource.Errors(string field)
    {
        List<FormError>? errors = null;
        foreach (var error in Errors)
        {
            if (error.Field == field || ParamOf(error.Field) == field)
                (errors ??= []).Add(new(error.Message, error.Metadata));
        }

        return errors ?? (IReadOnlyList<FormError>)[];
    }

    IReadOnlyDictionary<string, object?> IFormSource.Rules(string field)
    {
        var rules = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var validation in Validations)
        {
            if (validation.Field != field && ParamOf(validation.Field) != field)
                continue;
            switch (validation.Kind)
            {
                case "required":
                    rules["required"] = true;
                    break;
                case "format":
                    rules["pattern"] = Convert.ToString(validation.Detail, System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case "length" when validation.Detail is Metadata length:
                    Rule(rules, "minlength", length.GetValueOrDefault("is") ?? length.GetValueOrDefault("min"));
                    Rule(rules, "maxlength", length.GetValueOrDefault("is") ?? length.GetValueOrDefault("max"));
                    break;
                case "number" when validation.Detail is Metadata number:
                    Numbers(rules, field, number);
                    break;
            }
        }

        return rules;
    }

    IReadOnlyList<IFormSource> IFormSource.Nested(string field)
    {
        if (Schema.FindByParam(field) is not { Relation: { } relation } member)
            return [];
        var outer = ((IFormSource)this).Name;
        var name = outer is null ? member.Param : $"{outer}[{member.Param}]";
        var children = IndexOf(member.Name) is >= 0 and var at
            ? Relation.Staying(ChangeArray[at].Value).ToList()
            : relation.IsLoaded(Schema, DataRecord) ? [.. relation.Current(Schema, DataRecord, "Nested").Select(relation.Related.ChangesetOf)] : [];
        return [.. children.Select((child, i) => (IFormSource)child.Named(relation.IsMany ? $"{name}[{i}]" : name))];
    }

    private static void Rule(Dictionary<string, object?> rules, string name, object? value)
    {
        if (value is not null)
            rules[name] = value;
    }

    // A browser knows at least and at most; more than and less than are that for whole numbers only.
    private void Numbers(Dictionary<string, object?> rules, string field, Metadata number)
    {
        var step = Schema.FindByParam(field)?.Field?.Type.Storage is StorageKind.Int16 or StorageKind.Int32 or StorageKind.Int64 ? 1m : 0m;
        Rule(rules, "min", number.GetValueOrDefault("greater_than_or_equal_to") ?? Shift(number.GetValueOrDefault("greater_than"), step));
        Rule(rules, "max", number.GetValueOrDefault("less_than_or_equal_to") ?? Shift(number.GetValueOrDefault("less_than"), -step));
    }

    private static object? Shift(object? bound, decimal by) => bound is int or long or decimal && by != 0 ? Convert.ToDecimal(bound, System.Globalization.CultureInfo.InvariantCulture) + by : null;
}
