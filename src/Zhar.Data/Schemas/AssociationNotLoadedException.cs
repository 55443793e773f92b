namespace Zhar.Data;

/// <summary>An association was read, cast or put that was never loaded.</summary>
public sealed class AssociationNotLoadedException : InvalidOperationException
{
    internal AssociationNotLoadedException(string message)
        : base(message)
    {
    }

    internal static AssociationNotLoadedException Reading(Type related) => new($"""
        An association with {related.Name} rows was read, but it is not loaded. Load it first:

            var record = await repo.Preload(record, r => r.TheAssociation);

        or in the query: .Preload(r => r.TheAssociation). IsLoaded tells whether it is there.
        """);

    internal static AssociationNotLoadedException Changing(Association association, string method) => new($"""
        {method} was asked to change {association.Owner.Name}.{association.Name}, but that is not loaded, so it is not known which rows it has. Load it first:

            {Naming.Camel(association.Owner.Name)} = await repo.Preload({Naming.Camel(association.Owner.Name)}, r => r.{association.Name});
        """);
}
