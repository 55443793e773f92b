using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>From a record to its changeset.</summary>
public static class ChangesetExtensions
{
    extension<T>(T data)
        where T : class, ISchema<T>
    {
        /// <summary>A changeset without changes. Source: Ecto.Changeset.change/1.</summary>
        public Changeset<T> Change() => new(T.Schema, data);

        /// <summary>A changeset with the fields of <paramref name="values"/> that differ, by the names of properties; nothing is cast. Source: Ecto.Changeset.change/2.</summary>
        public Changeset<T> Change(IEnumerable<KeyValuePair<string, object?>> values) => new Changeset<T>(T.Schema, data).PutChanges(values);

        /// <summary>A changeset from params: see <see cref="Changeset{T}.Cast(Params, Func{T, object}, CastOptions, string)"/>. Source: Ecto.Changeset.cast/4.</summary>
        public Changeset<T> Cast(Params input, Func<T, object?> permitted, CastOptions? options = null, [CallerArgumentExpression(nameof(permitted))] string selector = "") =>
            new Changeset<T>(T.Schema, data).Cast(input, permitted, options, selector);

        /// <summary>As above, for fields whose names are known at run time only.</summary>
        public Changeset<T> Cast(Params input, IEnumerable<FieldName> permitted, CastOptions? options = null) => new Changeset<T>(T.Schema, data).Cast(input, permitted, options);

        /// <summary>Where the record comes from. Source: Ecto.get_meta/2.</summary>
        public Meta GetMeta() => T.Schema.GetMeta(data);

        /// <summary>A copy with other meta. Source: Ecto.put_meta/2.</summary>
        public T PutMeta(Meta meta) => T.Schema.WithMeta(data, meta);

        /// <summary>The values of the primary key, by the names of properties. Source: Ecto.primary_key/1.</summary>
        public IReadOnlyList<KeyValuePair<string, object?>> PrimaryKey() => [.. T.Schema.PrimaryKey.Select(f => KeyValuePair.Create(f.Name, T.Schema.Get(data, f.Index)))];

        /// <summary>A copy whose fields have their defaults again. Source: Ecto.reset_fields/2.</summary>
        public T ResetFields(Func<T, object?> fields, [CallerArgumentExpression(nameof(fields))] string selector = "")
        {
            var schema = T.Schema;
            var record = data;
            foreach (var member in schema.Select(selector))
            {
                record = member.Field is { } field
                    ? schema.With(record, [new(field.Index, schema.Get(schema.Blank, field.Index))])
                    : schema.WithAssociation(record, member.Association!.Index, AssociationValue.NotLoaded); // it is one of the two
            }

            return record;
        }

        /// <summary>A new record of an association that has the keys of this one. Source: Ecto.build_assoc/3.</summary>
        public TChild BuildAssoc<TChild>(Func<T, Many<TChild>> association, [CallerArgumentExpression(nameof(association))] string selector = "")
            where TChild : class, ISchema<TChild> => Build<T, TChild>(data, selector);

        /// <summary>As above, for a single one.</summary>
        public TChild BuildAssoc<TChild>(Func<T, Assoc<TChild>> association, [CallerArgumentExpression(nameof(association))] string selector = "")
            where TChild : class, ISchema<TChild> => Build<T, TChild>(data, selector);
    }

    private static TChild Build<T, TChild>(T data, string selector)
        where T : class, ISchema<T>
        where TChild : class, ISchema<TChild>
    {
        var association = T.Schema.SelectOne(selector).Association
            ?? throw new ArgumentException($"BuildAssoc takes an association, but '{selector}' is a field.", nameof(selector));
        var child = (TChild)(association.Defaults?.Invoke(TChild.Schema.New()) ?? TChild.Schema.New());
        return association.Kind is AssociationKind.HasMany or AssociationKind.HasOne
            ? TChild.Schema.With(child, [new(association.RelatedKey.Index, T.Schema.Get(data, association.OwnerKey.Index))])
            : child;
    }
}
