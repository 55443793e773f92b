namespace Zhar.Data;

/// <summary>A schema is not declared right, or was asked for something that it does not have.</summary>
public sealed class SchemaException : Exception
{
    internal SchemaException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
