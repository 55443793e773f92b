using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Values of the program.</summary>
public sealed partial class Changeset<T>
{
    /// <summary>Records a change, or removes the pending one when the data has this value already. Nothing is cast. Source: Ecto.Changeset.put_change/3.</summary>
    public Changeset<T> PutChange<TValue>(Func<T, TValue> field, TValue value, [CallerArgumentExpression(nameof(field))] string selector = "") =>
        Put(Schema.SelectOne(selector), value, force: false);

    /// <summary>As above, for a field whose name is known at run time only.</summary>
    public Changeset<T> PutChange(FieldName field, object? value) => Put(Schema.Member(field.Name), value, force: false);

    /// <summary>Records several changes, by the names of properties. Source: Ecto.Changeset.change/2.</summary>
    public Changeset<T> PutChanges(IEnumerable<KeyValuePair<string, object?>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Aggregate(this, static (changeset, pair) => changeset.PutChange(pair.Key, pair.Value));
    }

    /// <summary>Records a change even when the data has this value already, so that it is written. Source: Ecto.Changeset.force_change/3.</summary>
    public Changeset<T> ForceChange<TValue>(Func<T, TValue> field, TValue value, [CallerArgumentExpression(nameof(field))] string selector = "") =>
        Put(Schema.SelectOne(selector), value, force: true);

    /// <summary>As above, for a field whose name is known at run time only.</summary>
    public Changeset<T> ForceChange(FieldName field, object? value) => Put(Schema.Member(field.Name), value, force: true);

    /// <summary>Removes a pending change. Source: Ecto.Changeset.delete_change/2.</summary>
    public Changeset<T> DeleteChange(Func<T, object?> field, [CallerArgumentExpression(nameof(field))] string selector = "") => Without(Schema.SelectOne(selector));

    /// <summary>As above, for a field whose name is known at run time only.</summary>
    public Changeset<T> DeleteChange(FieldName field) => Without(Schema.Member(field.Name));

    /// <summary>Changes a pending change by a function; does nothing when there is none. Source: Ecto.Changeset.update_change/3.</summary>
    public Changeset<T> UpdateChange<TValue>(Func<T, TValue> field, Func<TValue, TValue> update, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        ArgumentNullException.ThrowIfNull(update);
        var member = Schema.SelectOne(selector);
        return IndexOf(member.Name) >= 0 ? Put(member, update(As<TValue>(ValueOfChange(member))), force: false) : this;
    }

    /// <summary>The pending change, or the default of its type when there is none; see <see cref="TryGetChange"/>. Source: Ecto.Changeset.get_change/3.</summary>
    public TValue? GetChange<TValue>(Func<T, TValue> field, TValue? otherwise = default, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var member = Schema.SelectOne(selector);
        return IndexOf(member.Name) >= 0 ? As<TValue>(ValueOfChange(member)) : otherwise;
    }

    /// <summary>As above, for a field whose name is known at run time only.</summary>
    public object? GetChange(FieldName field) => ValueOfChange(Schema.Member(field.Name));

    /// <summary>The pending change; false when there is none. Source: Ecto.Changeset.fetch_change/2.</summary>
    public bool TryGetChange<TValue>(Func<T, TValue> field, [MaybeNullWhen(false)] out TValue value, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var member = Schema.SelectOne(selector);
        var found = IndexOf(member.Name) >= 0;
        value = found ? As<TValue>(ValueOfChange(member)) : default;
        return found;
    }

    /// <summary>The value that the record will have: the pending change, else the data. Source: Ecto.Changeset.get_field/3.</summary>
    public TValue GetField<TValue>(Func<T, TValue> field, [CallerArgumentExpression(nameof(field))] string selector = "") => FetchField(field, selector).Value;

    /// <summary>As above, for a field whose name is known at run time only.</summary>
    public object? GetField(FieldName field)
    {
        var member = Schema.Member(field.Name);
        return IndexOf(member.Name) >= 0 ? ValueOfChange(member) : ValueOfData(member);
    }

    /// <summary>As <c>GetField</c>, and where the value comes from. Source: Ecto.Changeset.fetch_field/2.</summary>
    public (ValueOrigin Origin, TValue Value) FetchField<TValue>(Func<T, TValue> field, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        ArgumentNullException.ThrowIfNull(field);
        var member = Schema.SelectOne(selector);
        return IndexOf(member.Name) >= 0 ? (ValueOrigin.Changes, As<TValue>(ValueOfChange(member))) : (ValueOrigin.Data, field(Data));
    }

    /// <summary>Whether a change is pending. Source: Ecto.Changeset.changed?/2.</summary>
    public bool Changed(Func<T, object?> field, [CallerArgumentExpression(nameof(field))] string selector = "") => IndexOf(Schema.SelectOne(selector).Name) >= 0;

    /// <summary>Whether a change to a value is pending.</summary>
    public bool ChangedTo<TValue>(Func<T, TValue> field, TValue to, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var member = Schema.SelectOne(selector);
        return IndexOf(member.Name) >= 0 && AreEqual(member, ValueOfChange(member), to);
    }

    /// <summary>Whether a change from a value is pending.</summary>
    public bool ChangedFrom<TValue>(Func<T, TValue> field, TValue from, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var member = Schema.SelectOne(selector);
        return IndexOf(member.Name) >= 0 && AreEqual(member, ValueOfData(member), from);
    }

    /// <summary>Whether a change from one value to another is pending.</summary>
    public bool Changed<TValue>(Func<T, TValue> field, TValue from, TValue to, [CallerArgumentExpression(nameof(field))] string selector = "") =>
        ChangedFrom(field, from, selector) && ChangedTo(field, to, selector);

    internal override Changeset PutAll(IEnumerable<KeyValuePair<string, object?>> values) => PutChanges(values);

    internal override Changeset WithChild(string name, object? child) => WithChange(name, child);

    private Changeset<T> Put(Member member, object? value, bool force)
    {
        if (member.Relation is not null)
            throw new ArgumentException($"{member.Name} holds other records, so it is not put like a plain field. Use {(member.Field is null ? "PutAssoc" : "PutEmbed")}(u => u.{member.Name}, …).", nameof(member));
        var field = member.Plain("PutChange", "PutEmbed or PutAssoc");
        Check(field, value);
        if (!force && field.Type.Equal(value, Schema.Current(Data, field)))
            return Without(member);
        return WithChange(field.Name, value);
    }

    private void Check(Field field, object? value)
    {
        if (value is not null && !field.Type.ClrType.IsInstanceOfType(value))
        {
            throw new ArgumentException(
                $"{Schema.Name}.{field.Name} is a {field.Type.ClrType.Name}, but a {value.GetType().Name} was put. Values of the program are not cast; those from outside go through Cast.",
                nameof(value));
        }
    }

    private Changeset<T> WithChange(string name, object? value)
    {
        var copy = Copy();
        var changes = new ChangeBuffer(ChangeArray, 1);
        changes.Put(name, value);
        copy.ChangeArray = changes.ToArray();
        copy.CheckChildren();
        return copy;
    }

    private Changeset<T> Without(Member member)
    {
        if (IndexOf(member.Name) < 0)
            return this;
        var copy = Copy();
        var changes = new ChangeBuffer(ChangeArray, 0);
        changes.Remove(member.Name);
        copy.ChangeArray = changes.ToArray();
        copy.CheckChildren();
        return copy;
    }

    private void CheckChildren()
    {
        ChildrenAreValid = true;
        foreach (var change in ChangeArray)
        {
            if (change.Value is Changeset { IsValid: false } || (change.Value is IReadOnlyList<Changeset> many && many.Any(static c => !c.IsValid)))
                ChildrenAreValid = false;
        }
    }

    /// <summary>A change in the type of the property: children as the records they will be.</summary>
    private object? ValueOfChange(Member member)
    {
        var change = ChangeOf(member.Name);
        if (member.Relation is not { } relation)
            return change;
        var changed = relation.With(Schema, DataRecord, [.. Relation.Staying(change).Select(static c => c.ApplyRecord())]);
        return ValueOf(member, (T)changed);
    }

    private object? ValueOfData(Member member) => ValueOf(member, Data);

    private object? ValueOf(Member member, T record) => member.Field is { } field
        ? Schema.Get(record, field.Index)
        : Schema.GetAssociation(record, member.Association!.Index).Value; // it is one of the two

    // An association's value comes as records, where the property has the wrapper.
    private static TValue As<TValue>(object? value) => value switch
    {
        TValue typed => typed,
        null => default!, // the field was set to null
        _ => throw new InvalidOperationException($"A {value.GetType().Name} cannot be read as {typeof(TValue).Name} here. Read children with GetChildren."),
    };

    private static bool AreEqual(Member member, object? left, object? right) =>
        member.Field is { } field ? field.Type.Equal(left, right) : Equals(left, right);
}
