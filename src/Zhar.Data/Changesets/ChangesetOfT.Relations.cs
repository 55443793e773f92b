using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>Embeds and associations.</summary>
public sealed partial class Changeset<T>
{
    /// <summary>Casts the nested params of an embedded record by its own changeset. Source: Ecto.Changeset.cast_embed/3.</summary>
    /// <param name="field">The embed.</param>
    /// <param name="with">The changeset of a child, from the child that is there or a new one, and its params.</param>
    /// <param name="options">Whether it is required, and messages.</param>
    /// <param name="selector">The text of <paramref name="field"/>; the compiler gives it.</param>
    public Changeset<T> CastEmbed<TChild>(Func<T, TChild?> field, Func<TChild, Params, Changeset<TChild>> with, RelationOptions? options = null, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => CastRelation(selector, Untyped(with), options);

    /// <summary>Casts the nested params of a list of embedded records. Children are matched by their primary key; without one, by their position.</summary>
    public Changeset<T> CastEmbed<TChild>(Func<T, IEnumerable<TChild>?> field, Func<TChild, Params, Changeset<TChild>> with, RelationOptions? options = null, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => CastRelation(selector, Untyped(with), options);

    /// <summary>As above, with the position of the child.</summary>
    public Changeset<T> CastEmbed<TChild>(Func<T, IEnumerable<TChild>?> field, Func<TChild, Params, int, Changeset<TChild>> with, RelationOptions? options = null, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => CastRelation(selector, Untyped(with), options);

    /// <summary>Casts the nested params of an association by the changeset of its record. Source: Ecto.Changeset.cast_assoc/3.</summary>
    /// <exception cref="AssociationNotLoadedException">The record is stored, and the association is not loaded.</exception>
    public Changeset<T> CastAssoc<TChild>(Func<T, Assoc<TChild>> field, Func<TChild, Params, Changeset<TChild>> with, RelationOptions? options = null, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => CastRelation(selector, Untyped(with), options);

    /// <summary>Casts the nested params of a list. A child with the primary key of a loaded one is updated, others are inserted, and what becomes of a loaded one that is left out says <see cref="OnReplace"/>.</summary>
    /// <exception cref="AssociationNotLoadedException">The record is stored, and the association is not loaded.</exception>
    public Changeset<T> CastAssoc<TChild>(Func<T, Many<TChild>> field, Func<TChild, Params, Changeset<TChild>> with, RelationOptions? options = null, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => CastRelation(selector, Untyped(with), options);

    /// <summary>As above, with the position of the child.</summary>
    public Changeset<T> CastAssoc<TChild>(Func<T, Many<TChild>> field, Func<TChild, Params, int, Changeset<TChild>> with, RelationOptions? options = null, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => CastRelation(selector, Untyped(with), options);

    /// <summary>Puts an embedded record, its changeset, or its values in place of the one there. Source: Ecto.Changeset.put_embed/4.</summary>
    public Changeset<T> PutEmbed<TChild>(Func<T, TChild?> field, Child<TChild>? child, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => PutRelation(selector, child?.Value is { } value ? [value] : [], "PutEmbed");

    /// <summary>Puts a list of embedded records in place of the one there: <c>[first, second]</c>.</summary>
    public Changeset<T> PutEmbed<TChild>(Func<T, IEnumerable<TChild>?> field, ImmutableArray<Child<TChild>> children, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => PutRelation(selector, Values(children), "PutEmbed");

    /// <summary>Puts a record, its changeset, or its values in place of the one there; <c>null</c> for none. Source: Ecto.Changeset.put_assoc/4.</summary>
    /// <exception cref="AssociationNotLoadedException">The record is stored, and the association is not loaded.</exception>
    public Changeset<T> PutAssoc<TChild>(Func<T, Assoc<TChild>> field, Child<TChild>? child, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => PutRelation(selector, child?.Value is { } value ? [value] : [], "PutAssoc");

    /// <summary>Puts a list in place of the one there: <c>[first, second]</c>, or <c>[.. user.Posts, another]</c>.</summary>
    /// <exception cref="AssociationNotLoadedException">The record is stored, and the association is not loaded.</exception>
    public Changeset<T> PutAssoc<TChild>(Func<T, Many<TChild>> field, ImmutableArray<Child<TChild>> children, [CallerArgumentExpression(nameof(field))] string selector = "")
        where TChild : class, ISchema<TChild> => PutRelation(selector, Values(children), "PutAssoc");

    /// <summary>The changesets of the children: of the pending change, else of the data without changes. Source: Ecto.Changeset.get_assoc/3, get_embed/3.</summary>
    public IReadOnlyList<Changeset> GetChildren(Func<T, object?> field, [CallerArgumentExpression(nameof(field))] string selector = "")
    {
        var member = Schema.SelectOne(selector);
        var relation = RelationOf(member, nameof(GetChildren));
        return IndexOf(member.Name) >= 0
            ? Relation.All(ChangeOf(member.Name))
            : [.. relation.Current(Schema, DataRecord, nameof(GetChildren)).Select(relation.Related.ChangesetOf)];
    }

    internal override Changeset PutRelation(string name, IReadOnlyList<object> children) => PutRelation(Schema.Member(name), children, "PutEmbed");

    private Changeset<T> CastRelation(string selector, Func<object, Params, int, Changeset> with, RelationOptions? options)
    {
        options ??= RelationOptions.Default;
        var member = Schema.SelectOne(selector);
        var relation = RelationOf(member, "CastAssoc");
        if (Params is null)
            throw new InvalidOperationException($"{(member.Field is null ? "CastAssoc" : "CastEmbed")} takes the params of Cast, which was not called. Call Cast first; for no fields: .Cast(params, []).");

        var changeset = options.Required ? Requiring(member) : this;
        var isSent = member.TryGetParam(Params, out var input);
        if (relation.IsMany && (options.Sort is not null || options.Drop is not null))
        {
            var (sorted, isSorted) = NestedOrder.Apply(Params, member.Param, input, options.Sort, options.Drop);
            (input, isSent) = (sorted, isSent || isSorted);
        }

        if (!isSent)
        {
            // What has to be loaded is said even where nothing was sent, or it would be found in production only.
            var current = relation.Current(Schema, DataRecord, member.Field is null ? "CastAssoc" : "CastEmbed");
            return options.Required && current.Count == 0 && changeset.IndexOf(member.Name) < 0 ? changeset.Blank(member, options) : changeset;
        }

        var change = relation.Cast(Schema, DataRecord, input, with);
        if (change.IsRefused)
        {
            return changeset.Without(member).With(new ChangesetError(
                member.Name, options.InvalidMessage?.Text ?? "is invalid",
                Metadata.Of(("validation", relation.Label), ("type", relation.IsMany ? "array of map" : "map")).And(options.InvalidMessage?.Metadata)));
        }

        changeset = change.IsChange ? changeset.WithChange(member.Name, change.Value) : changeset.Without(member);
        if (change.IsChange && options.ForceUpdateOnChange && !changeset.IsForcedByChildren)
        {
            changeset = changeset.Copy();
            changeset.IsForcedByChildren = true;
        }

        return options.Required && changeset.IsMissing(member) ? changeset.Blank(member, options) : changeset;
    }

    private Changeset<T> Requiring(Member member)
    {
        var copy = Copy();
        copy.Required = Required.Contains(member.Name) ? Required : [.. Required, member.Name];
        copy.ValidationChain = new(member.Name, "required", null, ValidationChain);
        return copy;
    }

    private Changeset<T> Blank(Member member, RelationOptions options) => With(new ChangesetError(
        member.Name, options.RequiredMessage?.Text ?? "can't be blank", Metadata.Of(("validation", "required")).And(options.RequiredMessage?.Metadata)));

    private Changeset<T> PutRelation(string selector, IReadOnlyList<object> values, string method)
    {
        var member = Schema.SelectOne(selector);
        RelationOf(member, method);
        return PutRelation(member, values, method);
    }

    private Changeset<T> PutRelation(Member member, IReadOnlyList<object> values, string method)
    {
        var relation = RelationOf(member, method);
        var change = relation.Put(Schema, DataRecord, values);
        if (change.IsRefused)
            return Without(member).With(new ChangesetError(member.Name, "is invalid", Metadata.Of(("validation", relation.Label), ("type", relation.IsMany ? "array of map" : "map"))));
        return change.IsChange ? WithChange(member.Name, change.Value) : Without(member);
    }

    private Relation RelationOf(Member member, string method) => member.Relation
        ?? throw new ArgumentException($"{Schema.Name}.{member.Name} is a plain field, but {method} works on embeds and associations. Use Cast or PutChange.", nameof(member));

    private static Func<object, Params, int, Changeset> Untyped<TChild>(Func<TChild, Params, Changeset<TChild>> with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return (child, input, _) => with((TChild)child, input);
    }

    private static Func<object, Params, int, Changeset> Untyped<TChild>(Func<TChild, Params, int, Changeset<TChild>> with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return (child, input, index) => with((TChild)child, input, index);
    }

    private static List<object> Values<TChild>(ImmutableArray<Child<TChild>> children)
        where TChild : class => children.IsDefault ? [] : [.. children.Where(static c => c.Value is not null).Select(static c => c.Value!)]; // those that are null are left out
}
