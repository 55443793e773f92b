namespace Zhar.Data;

/// <summary>A record with <see cref="SchemaAttribute"/> or <see cref="EmbeddedSchemaAttribute"/>; the generator implements it.</summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
public interface ISchema<TSelf>
    where TSelf : class, ISchema<TSelf>
{
    /// <summary>What is known of the record.</summary>
    static abstract SchemaInfo<TSelf> Schema { get; }
}
