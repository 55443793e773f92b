using System.Collections;

namespace Zhar.Data;

/// <summary>How a record holds others: what an embed and an association have in common when a changeset changes them. Source: Ecto.Changeset.Relation.</summary>
internal abstract class Relation
{
    public abstract string Name { get; }

    public abstract string Param { get; }

    public abstract bool IsMany { get; }

    public abstract OnReplace OnReplace { get; }

    public abstract SchemaInfo Related { get; }

    /// <summary>The <c>validation</c> of errors.</summary>
    public abstract string Label { get; }

    /// <summary>Whether the order of a list is stored.</summary>
    public abstract bool IsOrdered { get; }

    /// <summary>The children that the record has now, one or none for a single one.</summary>
    /// <exception cref="AssociationNotLoadedException">They were not loaded.</exception>
    public abstract IReadOnlyList<object> Current(SchemaInfo schema, object record, string method);

    /// <summary>Whether the children are known.</summary>
    public abstract bool IsLoaded(SchemaInfo schema, object record);

    /// <summary>A copy of the record with these children.</summary>
    public abstract object With(SchemaInfo schema, object record, IReadOnlyList<object> children);

    /// <summary>A new child.</summary>
    public virtual object NewChild() => Related.NewRecord();

    /// <summary>The changes that are not left out: of children that stay.</summary>
    public static IEnumerable<Changeset> Staying(object? change) => All(change).Where(static c => c.Action is not (ChangesetAction.Delete or ChangesetAction.Replace));

    public static IReadOnlyList<Changeset> All(object? change) => change switch
    {
        Changeset one => [one],
        IReadOnlyList<Changeset> many => many,
        _ => [],
    };

    // ---- cast ----------------------------------------------------------------------------------------------------

    /// <summary>Nested params become changesets of children.</summary>
    public RelationChange Cast(SchemaInfo schema, object record, object? input, Func<object, Params, int, Changeset> with)
    {
        var current = Current(schema, record, IsEmbed ? "CastEmbed" : "CastAssoc");
        if (!IsMany)
        {
            return input switch
            {
                null or "" => Clear(current),
                Params one => One(current, Key(one), c => with(c ?? NewChild(), one, 0)),
                _ => RelationChange.Refused,
            };
        }

        if (Entries(input) is not { } entries)
            return RelationChange.Refused;
        var index = 0;
        return Many(current, [.. entries.Select(entry =>
        {
            var at = index++;
            return new Entry(Key(entry), child => with(child ?? NewChild(), entry, at), null);
        })]);
    }

    /// <summary>The trees of a list, of a tree with numbers as keys, or of an empty text, as a form sends for no entries.</summary>
    public static IReadOnlyList<Params>? Entries(object? input) => input switch
    {
        null or "" => [],
        Params tree => tree.Keys.All(static k => int.TryParse(k, out _)) && tree.All(static p => p.Value is Params) ? Params.Empty.With("x", tree).NestedList("x") : null,
        IEnumerable<object?> list => list.All(static i => i is Params) ? [.. list.Cast<Params>()] : null,
        _ => null,
    };

    // ---- put -----------------------------------------------------------------------------------------------------

    /// <summary>Records, changesets or values become changesets of children.</summary>
    public RelationChange Put(SchemaInfo schema, object record, IReadOnlyList<object> values)
    {
        var current = Current(schema, record, IsEmbed ? "PutEmbed" : "PutAssoc");
        var entries = values.Select(EntryOf).ToList();
        if (IsMany)
            return Many(current, entries);
        return entries is [var one] ? One(current, one.Key, one.Make, one.Value) : Clear(current);
    }

    private Entry EntryOf(object value) => value switch
    {
        Changeset changeset => new(Key(changeset.DataRecord), _ => changeset, changeset),
        IReadOnlyDictionary<string, object?> values => new(
            Related.PrimaryKey.Count == 0 ? null : Complete(Related.PrimaryKey.Select(f => values.GetValueOrDefault(f.Name))),
            child => Related.ChangesetOf(child ?? NewChild()).PutAll(values),
            null),
        _ when value.GetType() == Related.Type => new(Key(value), child => child is null || ReferenceEquals(child, value) ? Related.ChangesetOf(value) : Difference(child, value), value),
        _ => throw new ArgumentException($"{Name} holds {Related.Name} records. A {Related.Name}, its changeset or a dictionary of its values is expected, but a {value.GetType().Name} came.", nameof(value)),
    };

    /// <summary>The changeset that turns one record into another with the same key.</summary>
    private Changeset Difference(object from, object to)
    {
        var changeset = Related.ChangesetOf(from);
        foreach (var field in Related.Fields)
        {
            if (!field.IsPrimaryKey && !field.IsVirtual && !field.IsEmbed)
                changeset = changeset.PutAll([KeyValuePair.Create(field.Name, Related.GetValue(to, field.Index))]);
            else if (field.IsEmbed && !field.Type.Equal(Related.GetValue(from, field.Index), Related.GetValue(to, field.Index)))
                changeset = changeset.PutRelation(field.Name, Children(Related.GetValue(to, field.Index)));
        }

        return changeset;
    }

    // ---- matching ------------------------------------------------------------------------------------------------

    private RelationChange Clear(IReadOnlyList<object> current)
    {
        if (current is not [var old])
            return RelationChange.None;
        return Replaced(old) is null ? RelationChange.Refused : RelationChange.To(null);
    }

    private RelationChange One(IReadOnlyList<object> current, object?[]? key, Func<object?, Changeset> make, object? value = null)
    {
        if (current is [var old])
        {
            var same = OnReplace is OnReplace.Update || (Related.PrimaryKey.Count == 0 && value is not Changeset) || (value is Changeset c && ReferenceEquals(c.DataRecord, old)) || SameKey(key, Key(old));
            if (same)
            {
                var changed = Acting(make(old), ChangesetAction.Update);
                return IsSkippable(changed) ? RelationChange.None : RelationChange.To(changed);
            }

            if (Replaced(old) is null)
                return RelationChange.Refused;
        }

        return RelationChange.To(Acting(make(null), ChangesetAction.Insert));
    }

    private RelationChange Many(IReadOnlyList<object> current, List<Entry> entries)
    {
        var left = current.ToList();
        var result = new List<Changeset>(entries.Count);
        var unchanged = true;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var at = Find(left, entry, current, i);
            if (at < 0)
            {
                result.Add(Acting(entry.Make(null), ChangesetAction.Insert));
                unchanged = false;
                continue;
            }

            var old = left[at];
            left.RemoveAt(at);
            var child = Acting(entry.Make(old), ChangesetAction.Update);
            unchanged &= IsSkippable(child) && (!IsOrdered || ReferenceEquals(current[i], old));
            result.Add(child);
        }

        foreach (var old in left)
        {
            if (Replaced(old) is not { } replaced)
                return RelationChange.Refused;
            result.Add(replaced);
        }

        return unchanged && left.Count == 0 ? RelationChange.None : RelationChange.To(result);
    }

    private int Find(List<object> left, Entry entry, IReadOnlyList<object> current, int position)
    {
        if (entry.Value is not null)
        {
            var data = entry.Value is Changeset changeset ? changeset.DataRecord : entry.Value;
            if (left.FindIndex(l => ReferenceEquals(l, data)) is >= 0 and var same)
                return same;
        }

        // Embedded records without a key have no identity but their position.
        if (Related.PrimaryKey.Count == 0)
            return position < current.Count ? left.FindIndex(l => ReferenceEquals(l, current[position])) : -1;
        return entry.Key is null ? -1 : left.FindIndex(l => SameKey(entry.Key, Key(l)));
    }

    private Changeset? Replaced(object old)
    {
        switch (OnReplace)
        {
            case OnReplace.Raise:
                throw new InvalidOperationException($"""
                    The {Related.Name} {Describe(old)} is in {Name} but not in what is to take its place, and {Name} does not say what then becomes of it. Say so where it is declared:

                        [{Declaration}(OnReplace.Delete)] public … {Name}

                    or Nilify, MarkAsInvalid{(IsMany ? "" : ", Update")}. To change a child in place, give its primary key.
                    """);
            case OnReplace.MarkAsInvalid:
                return null;
            default:
                return Related.ChangesetOf(old).Acting(ChangesetAction.Replace);
        }
    }

    private static Changeset Acting(Changeset child, ChangesetAction otherwise)
    {
        if (child.Action is not ChangesetAction.None)
            return child;
        // A record that is stored is linked, not inserted; one that never was is inserted even where it takes the place of itself.
        var stored = child.Schema.GetMetaOf(child.DataRecord).State is RecordState.Loaded;
        return child.Acting(stored || (otherwise is ChangesetAction.Update && child.Schema.IsEmbedded) ? ChangesetAction.Update : otherwise is ChangesetAction.Update ? ChangesetAction.Insert : otherwise);
    }

    private static bool IsSkippable(Changeset child) =>
        child is { Action: ChangesetAction.Update or ChangesetAction.Ignore, IsValid: true, Changes.Count: 0, Filters.Count: 0 };

    private object?[]? Key(object record) => Related.PrimaryKey.Count == 0 ? null : Complete(Related.PrimaryKey.Select(f => Related.GetValue(record, f.Index) is { } value && !SchemaInfo.IsUnset(f, value) ? value : null));

    private object?[]? Key(Params input) => Related.PrimaryKey.Count == 0 ? null : Complete(Related.PrimaryKey.Select(f =>
        Related.FindMember(f.Name)!.TryGetParam(input, out var raw) && f.Type.Cast(raw) is { IsOk: true } cast ? cast.Value : null)); // a key is a field

    private static object?[]? Complete(IEnumerable<object?> parts) => parts.ToArray() is var key && Array.IndexOf(key, null) < 0 ? key : null;

    private bool SameKey(object?[]? left, object?[]? right)
    {
        if (left is null || right is null)
            return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (!Related.PrimaryKey[i].Type.Equal(left[i], right[i]))
                return false;
        }

        return true;
    }

    private string Describe(object record) => Key(record) is { } key ? $"with the key {string.Join(", ", key)}" : "without a key";

    private protected static List<object> Children(object? value) => value switch
    {
        null => [],
        IEnumerable list => [.. list.Cast<object>()],
        _ => [value],
    };

    private protected abstract bool IsEmbed { get; }

    private protected abstract string Declaration { get; }

    /// <param name="Key">The key that a current child may have.</param>
    /// <param name="Make">The changeset, from the matched child or from none.</param>
    /// <param name="Value">The record or changeset that was put, which may be a current child itself.</param>
    private sealed record Entry(object?[]? Key, Func<object?, Changeset> Make, object? Value);
}

/// <summary>What becomes of a relation: nothing, another value, or an error.</summary>
internal readonly record struct RelationChange(bool IsChange, bool IsRefused, object? Value)
{
    public static RelationChange None => default;

    public static RelationChange Refused => new(false, true, null);

    public static RelationChange To(object? value) => new(true, false, value);
}

/// <summary>An embed.</summary>
internal sealed class EmbedRelation(Field holder, EmbedType type) : Relation
{
    public override string Name => holder.Name;

    public override string Param => holder.Param;

    public override bool IsMany => type.IsMany;

    public override OnReplace OnReplace => type.OnReplace;

    public override SchemaInfo Related => type.Related;

    public override string Label => "embed";

    public override bool IsOrdered => true;

    private protected override bool IsEmbed => true;

    private protected override string Declaration => IsMany ? "EmbedsMany" : "EmbedsOne";

    public override IReadOnlyList<object> Current(SchemaInfo schema, object record, string method) => Children(schema.GetValue(record, holder.Index));

    public override bool IsLoaded(SchemaInfo schema, object record) => true;

    public override object With(SchemaInfo schema, object record, IReadOnlyList<object> children) =>
        schema.WithValues(record, [new(holder.Index, IsMany ? type.FromRecords(children) : children.Count == 0 ? null : children[0])]);
}

/// <summary>An association.</summary>
internal sealed class AssociationRelation(Association association) : Relation
{
    public override string Name => association.Name;

    public override string Param => association.Param;

    public override bool IsMany => association.IsMany;

    public override OnReplace OnReplace => association.OnReplace;

    public override SchemaInfo Related => association.Related;

    public override string Label => "assoc";

    public override bool IsOrdered => false;

    private protected override bool IsEmbed => false;

    private protected override string Declaration => association.Kind.ToString();

    public override IReadOnlyList<object> Current(SchemaInfo schema, object record, string method)
    {
        if (association.Kind is AssociationKind.Through)
            throw new ArgumentException($"{association} goes by way of {string.Join(" and ", association.Through)} and can only be read. Change those instead.", nameof(method));
        var value = schema.GetAssociationValue(record, association.Index);
        if (value.IsLoaded)
            return Children(value.Value);
        return schema.GetMetaOf(record).State is RecordState.Built ? [] : throw AssociationNotLoadedException.Changing(association, method);
    }

    public override bool IsLoaded(SchemaInfo schema, object record) => schema.GetAssociationValue(record, association.Index).IsLoaded;

    public override object With(SchemaInfo schema, object record, IReadOnlyList<object> children) =>
        schema.WithAssociationValue(record, association.Index, AssociationValue.Loaded(IsMany ? children : children.Count == 0 ? null : children[0]));

    public override object NewChild() => association.Defaults is { } defaults ? defaults(Related.NewRecord()) : Related.NewRecord();
}
