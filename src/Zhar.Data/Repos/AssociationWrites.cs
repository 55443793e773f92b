namespace Zhar.Data;

/// <summary>The associations that one write has to follow: those that the changeset changes, and on insert those that the record brings along.</summary>
internal sealed class AssociationWrites
{
    private static readonly AssociationWrites None = new([], []);

    private AssociationWrites(List<AssociationWrite> parents, List<AssociationWrite> children) => (Parents, Children) = (parents, children);

    /// <summary>Belongs to: written before the row, which holds their key.</summary>
    internal List<AssociationWrite> Parents { get; }

    /// <summary>The others: written after the row, whose key they hold.</summary>
    internal List<AssociationWrite> Children { get; }

    internal bool IsEmpty => Parents.Count == 0 && Children.Count == 0;

    /// <param name="changeset">The changeset.</param>
    /// <param name="withData">Whether records that the data holds and that were never stored are to be inserted too.</param>
    internal static AssociationWrites Of(Changeset changeset, bool withData)
    {
        if (changeset.Schema.Associations.Count == 0)
            return None;
        List<AssociationWrite>? all = null;
        var changes = changeset.Changes;
        for (var i = 0; i < changes.Count; i++)
        {
            var (name, value) = changes[i];
            if (changeset.Schema.FindAssociation(name) is { } association)
                (all ??= []).Add(new AssociationWrite(association, Relation.All(value), IsInChanges: true));
        }

        if (withData)
            AddData(changeset, ref all);
        return all is null ? None : new AssociationWrites(
            all.FindAll(static write => write.Association.Kind == AssociationKind.BelongsTo), all.FindAll(static write => write.Association.Kind != AssociationKind.BelongsTo));
    }

    private static void AddData(Changeset changeset, ref List<AssociationWrite>? all)
    {
        var record = changeset.DataRecord;
        foreach (var association in changeset.Schema.Associations)
        {
            if (association.Kind == AssociationKind.Through || changeset.Schema.GetAssociationValue(record, association.Index) is not { IsLoaded: true, Value: { } value })
                continue;
            if (all is not null && all.Exists(write => write.Association == association))
                continue;
            IEnumerable<object> records = association.IsMany ? ((System.Collections.IEnumerable)value).Cast<object>() : [value];

            // One that is stored already is not written, but many to many still links it.
            var changesets = records
                .Select(child => (Child: child, IsStored: association.Related.GetMetaOf(child).State == RecordState.Loaded))
                .Select(pair => association.Related.ChangesetOf(pair.Child).Acting(pair.IsStored ? ChangesetAction.Update : ChangesetAction.Insert))
                .ToList();
            if (changesets.Count > 0)
                (all ??= []).Add(new AssociationWrite(association, changesets, IsInChanges: false));
        }
    }
}

/// <summary>What is to be written for one association.</summary>
/// <param name="Association">The association.</param>
/// <param name="Changesets">The children; none where the association is emptied.</param>
/// <param name="IsInChanges">Whether the changeset has it, so that errors go there.</param>
internal sealed record AssociationWrite(Association Association, IReadOnlyList<Changeset> Changesets, bool IsInChanges);
