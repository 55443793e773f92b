namespace Zhar.Data;

/// <summary>Makes the records of an embed from their changesets, with the keys and times that the client generates. Source: Ecto.Embedded.</summary>
internal static class Embeds
{
    /// <summary>The value of a field from a changeset, a list of changesets, or a value that is put as it is.</summary>
    internal static object? Apply(Field field, object? change, TimeProvider clock)
    {
        var type = (EmbedType)field.Type;
        return change switch
        {
            null => null,
            Changeset one => ApplyOne(one, clock),
            IEnumerable<Changeset> many => type.FromRecords(many.Select(child => ApplyOne(child, clock)).OfType<object>()),
            _ => Generated(field, change),
        };
    }

    /// <summary>A value that was put as it is, its records with their keys.</summary>
    internal static object Generated(Field field, object value)
    {
        var type = (EmbedType)field.Type;
        if (type.IsMany)
            return value is System.Collections.IEnumerable records ? type.FromRecords(records.Cast<object>().Select(record => WithKeys(type.Related, record))) : value;
        return WithKeys(type.Related, value);
    }

    private static object? ApplyOne(Changeset changeset, TimeProvider clock)
    {
        if (changeset.Action is ChangesetAction.Delete or ChangesetAction.Replace)
            return null;
        var schema = changeset.Schema;
        var values = new List<FieldValue>();
        foreach (var (name, value) in changeset.Changes)
        {
            if (schema.Find(name) is { } field)
                values.Add(new(field.Index, field.IsEmbed ? Apply(field, value, clock) : value));
        }

        if (changeset.Action != ChangesetAction.Insert)
        {
            if (values.Count > 0)
                AddTime(schema.UpdatedAt, values, clock);
            return schema.WithValues(changeset.DataRecord, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
        }

        AddTime(schema.InsertedAt, values, clock);
        AddTime(schema.UpdatedAt, values, clock);
        return WithKeys(schema, schema.WithValues(changeset.DataRecord, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values)));
    }

    private static void AddTime(Field? field, List<FieldValue> values, TimeProvider clock)
    {
        if (field is not null && !values.Exists(value => value.Field == field.Index))
            values.Add(new(field.Index, Times.Of(field, clock.GetUtcNow())));
    }

    private static object WithKeys(SchemaInfo schema, object record)
    {
        List<FieldValue>? values = null;
        foreach (var field in schema.Fields)
        {
            var value = schema.GetValue(record, field.Index);
            if (field.IsEmbed && value is not null)
                (values ??= []).Add(new(field.Index, Generated(field, value)));
            else if (SchemaInfo.IsUnset(field, value) && field.Generate() is { } generated)
                (values ??= []).Add(new(field.Index, generated));
        }

        record = values is null ? record : schema.WithValues(record, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
        return schema.WithMetaOf(record, Meta.Loaded);
    }
}
