using System.Text;

namespace Zhar.Data;

/// <summary>What somebody wants to change in a record, and what is wrong with it; see <see cref="Changeset{T}"/>. This is what changesets of all records have, for code that does not know the record.</summary>
public abstract partial class Changeset
{
    private protected Changeset()
    {
    }

    /// <summary>The schema of the data.</summary>
    public abstract SchemaInfo Schema { get; }

    /// <summary>The record before the changes.</summary>
    public abstract object DataRecord { get; }

    /// <summary>The pending changes, in the order they came first.</summary>
    public IReadOnlyList<Change> Changes => ChangeArray;

    /// <summary>What is wrong, oldest first; without what is wrong with embeds and associations, which is theirs.</summary>
    public IReadOnlyList<ChangesetError> Errors { get; private protected set; } = [];

    /// <summary>The validations it went through, oldest first.</summary>
    public IReadOnlyList<Validation> Validations => ValidationNode.ToList(ValidationChain);

    /// <summary>The rules of the database that it knows.</summary>
    public IReadOnlyList<Constraint> Constraints { get; private protected set; } = [];

    /// <summary>The fields that have to be there.</summary>
    public IReadOnlyList<string> Required { get; private protected set; } = [];

    /// <summary>What an update or delete demands of the stored row, besides its key. Source: the filters of Ecto.Changeset.</summary>
    public IReadOnlyList<FieldValue> Filters { get; private protected set; } = [];

    /// <summary>The options of the write, where the repo's caller gives none; <c>null</c>: the usual ones. Source: repo_opts.</summary>
    public WriteOptions? Options { get; private protected set; }

    /// <summary>Whether an update writes the row though only its children have changed.</summary>
    internal bool IsForcedByChildren { get; private protected set; }

    /// <summary>The params it was cast from, or <c>null</c>.</summary>
    public Params? Params { get; private protected set; }

    /// <summary>Whether neither this nor a child has an error.</summary>
    public bool IsValid => Errors.Count == 0 && ChildrenAreValid;

    /// <summary>What it was, or is to be, used for.</summary>
    public ChangesetAction Action { get; private protected set; }

    /// <summary>The name that a form puts its inputs under. Default: the record's name in snake_case.</summary>
    public string? FormName { get; private protected set; }

    /// <summary>Whether <see cref="Changeset{T}.PrepareChanges(Func{Changeset{T}, Changeset{T}})"/> was called, so that the repo needs a transaction.</summary>
    public abstract bool HasPreparations { get; }

    private protected Change[] ChangeArray { get; set; } = [];

    private protected ValidationNode? ValidationChain { get; set; }

    private protected bool ChildrenAreValid { get; set; } = true;

    /// <summary>Whether a pending change of the property is there.</summary>
    public bool HasChange(FieldName field) => IndexOf(Schema.Member(field.Name).Name) >= 0;

    /// <summary>The children that are to be inserted, updated, deleted or replaced, of an embed or association that has a pending change.</summary>
    public IReadOnlyList<Changeset> ChildrenOf(FieldName field) => Relation.All(ChangeOf(Schema.Member(field.Name).Name));

    /// <summary>The record with all changes, valid or not: children included, deleted ones left out. Source: Ecto.Changeset.apply_changes/1.</summary>
    public abstract object ApplyRecord();

    /// <summary>The first constraint that a violated rule of the database belongs to, or <c>null</c>.</summary>
    public Constraint? FindConstraint(ConstraintKind kind, string name) => Constraints.FirstOrDefault(c => c.Matches(kind, name));

    /// <summary>What it changes and what is wrong, without redacted values.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"Changeset<{Schema.Name}> {{ Action = {Action}, Changes = {{ ");
        text.AppendJoin(", ", Changes.Select(c => $"{c.Name} = {Show(c)}"));
        text.Append(Changes.Count == 0 ? "}, Errors = [" : " }, Errors = [").AppendJoin(", ", Errors);
        return text.Append($"], IsValid = {IsValid} }}").ToString();
    }

    internal abstract Changeset Acting(ChangesetAction action);

    internal abstract Changeset Named(string? name);

    internal abstract Changeset PutAll(IEnumerable<KeyValuePair<string, object?>> values);

    internal abstract Changeset PutRelation(string name, IReadOnlyList<object> children);

    internal abstract Changeset WithError(ChangesetError error);

    internal abstract Changeset WithChild(string name, object? child);

    internal abstract Changeset WithData(object record);

    internal abstract ValueTask<Changeset> Prepare(Repo repo, CancellationToken cancellationToken);

    internal object? ChangeOf(string name) => IndexOf(name) is >= 0 and var at ? ChangeArray[at].Value : null;

    private protected int IndexOf(string name)
    {
        var changes = ChangeArray;
        for (var i = 0; i < changes.Length; i++)
        {
            if ((object)changes[i].Name == name || changes[i].Name == name)
                return i;
        }

        return -1;
    }

    private string Show(Change change)
    {
        if (Schema.FindMember(change.Name)?.IsRedacted == true)
            return change.Value is null ? "null" : SchemaPrinter.Redacted;
        return change.Value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>())}]",
            var other => Zhar.Params.Text(other),
        };
    }
}

/// <summary>A validation in a chain that grows without a copy.</summary>
internal sealed record ValidationNode(string Field, string Kind, object? Detail, ValidationNode? Before)
{
    public static List<Validation> ToList(ValidationNode? last)
    {
        var list = new List<Validation>();
        for (var node = last; node is not null; node = node.Before)
            list.Add(new(node.Field, node.Kind, node.Detail));
        list.Reverse();
        return list;
    }
}
