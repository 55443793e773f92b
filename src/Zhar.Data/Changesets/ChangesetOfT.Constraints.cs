using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Rules of the database that become errors when they are violated.</summary>
public sealed partial class Changeset<T>
{
    /// <summary>No two rows have these values. Source: Ecto.Changeset.unique_constraint/3.</summary>
    /// <param name="fields">One field or several, <c>u => u.Email</c>; the first gets the error.</param>
    /// <param name="name">The name of the index. Default: <c>table_column_index</c>, with all columns.</param>
    /// <param name="match">How the name is compared. Default: it is the name.</param>
    /// <param name="message">Default "has already been taken".</param>
    /// <param name="errorOn">The property that gets the error, where it is not the first.</param>
    /// <param name="selector">The text of <paramref name="fields"/>; the compiler gives it.</param>
    public Changeset<T> UniqueConstraint(Func<T, object?> fields, string? name = null, ConstraintMatch match = ConstraintMatch.Exact, ErrorMessage? message = null, string? errorOn = null, [CallerArgumentExpression(nameof(fields))] string selector = "")
    {
        var members = Schema.Select(selector);
        return Constrain(new(ConstraintKind.Unique, name ?? $"{Table}_{string.Join('_', members.Select(Column))}_index", match, errorOn ?? members[0].Name, message ?? "has already been taken", "unique"));
    }

    /// <summary>The row that a foreign key points to is there. Source: Ecto.Changeset.foreign_key_constraint/3.</summary>
    /// <param name="field">The foreign key.</param>
    /// <param name="name">The name of the constraint. Default: <c>table_column_fkey</c>.</param>
    /// <param name="match">How the name is compared.</param>
    /// <param name="message">Default "does not exist".</param>
    /// <param name="selector">The text of <paramref name="field"/>; the compiler gives it.</param>
    public Changeset<T> ForeignKeyConstraint(Func<T, object?> field, string? name = null, ConstraintMatch match = ConstraintMatch.Exact, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var member = Schema.SelectOne(selector);
        return Constrain(new(ConstraintKind.ForeignKey, name ?? $"{Table}_{Column(member)}_fkey", match, member.Name, message ?? "does not exist", "foreign"));
    }

    /// <summary>The row of a belongs-to association is there; the error stands on the association. Source: Ecto.Changeset.assoc_constraint/3.</summary>
    public Changeset<T> AssocConstraint(Func<T, object?> association, string? name = null, ConstraintMatch match = ConstraintMatch.Exact, ErrorMessage? message = null, [CallerArgumentExpression(nameof(association))] string selector = "")
    {
        var known = AssociationOf(selector, nameof(AssocConstraint));
        if (known.Kind is not AssociationKind.BelongsTo)
            throw new ArgumentException($"AssocConstraint is for an association that belongs to another row, but {known} is {known.Kind}. Use NoAssocConstraint where this row is deleted.", nameof(association));
        return Constrain(new(ConstraintKind.ForeignKey, name ?? $"{Table}_{known.OwnerKey.Column}_fkey", match, known.Name, message ?? "does not exist", "assoc"));
    }

    /// <summary>No rows of an association point to this one when it is deleted. Source: Ecto.Changeset.no_assoc_constraint/3.</summary>
    public Changeset<T> NoAssocConstraint(Func<T, object?> association, string? name = null, ConstraintMatch match = ConstraintMatch.Exact, ErrorMessage? message = null, [CallerArgumentExpression(nameof(association))] string selector = "")
    {
        var known = AssociationOf(selector, nameof(NoAssocConstraint));
        if (known.Kind is not (AssociationKind.HasMany or AssociationKind.HasOne))
            throw new ArgumentException($"NoAssocConstraint is for an association whose rows point to this one, but {known} is {known.Kind}.", nameof(association));
        return Constrain(new(
            ConstraintKind.ForeignKey, name ?? $"{known.Related.Source}_{known.RelatedKey.Column}_fkey", match, known.Name,
            message ?? (known.IsMany ? "are still associated with this entry" : "is still associated with this entry"), "no_assoc"));
    }

    /// <summary>An expression of the table holds. Source: Ecto.Changeset.check_constraint/3.</summary>
    /// <param name="field">The field that gets the error.</param>
    /// <param name="name">The name of the constraint.</param>
    /// <param name="match">How the name is compared.</param>
    /// <param name="message">Default "is invalid".</param>
    /// <param name="selector">The text of <paramref name="field"/>; the compiler gives it.</param>
    public Changeset<T> CheckConstraint(Func<T, object?> field, string name, ConstraintMatch match = ConstraintMatch.Exact, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Constrain(new(ConstraintKind.Check, name, match, Schema.SelectOne(selector).Name, message ?? "is invalid", "check"));
    }

    /// <summary>No two rows overlap. Source: Ecto.Changeset.exclusion_constraint/3.</summary>
    /// <param name="field">The field that gets the error.</param>
    /// <param name="name">The name of the constraint. Default: <c>table_column_exclusion</c>.</param>
    /// <param name="match">How the name is compared.</param>
    /// <param name="message">Default "violates an exclusion constraint".</param>
    /// <param name="selector">The text of <paramref name="field"/>; the compiler gives it.</param>
    public Changeset<T> ExclusionConstraint(Func<T, object?> field, string? name = null, ConstraintMatch match = ConstraintMatch.Exact, ErrorMessage? message = null, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var member = Schema.SelectOne(selector);
        return Constrain(new(ConstraintKind.Exclusion, name ?? $"{Table}_{Column(member)}_exclusion", match, member.Name, message ?? "violates an exclusion constraint", "exclusion"));
    }

    private string Table => Schema.GetMeta(Data).Source ?? Schema.Source;

    private Changeset<T> Constrain(Constraint constraint)
    {
        if (Constraints.FirstOrDefault(c => c.Name == constraint.Name && (c.Kind != constraint.Kind || c.Field != constraint.Field)) is { } other)
        {
            throw new ArgumentException(
                $"The changeset of {Schema.Name} already has the constraint {other} on {other.Field}; {constraint} on {constraint.Field} has the same name, so a violation could not be told apart. Give one of them its own name.",
                nameof(constraint));
        }

        if (constraint.Match is ConstraintMatch.Regex)
            constraint = constraint with { Pattern = Patterns.Of(constraint.Name) };
        var copy = Copy();
        copy.Constraints = [.. Constraints.Where(c => c.Name != constraint.Name), constraint];
        return copy;
    }

    private Association AssociationOf(string selector, string method) => Schema.SelectOne(selector) is { Association: { } association }
        ? association
        : throw new ArgumentException($"{method} takes an association, but '{selector}' is a field. Use ForeignKeyConstraint for a key.", nameof(selector));

    private static string Column(Member member) => member.Field?.Column ?? member.Association!.OwnerKey.Column; // it is one of the two
}
