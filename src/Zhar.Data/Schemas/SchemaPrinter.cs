using System.ComponentModel;
using System.Text;

namespace Zhar.Data;

/// <summary>Prints records with redacted fields; for generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SchemaPrinter
{
    /// <summary>What stands for a redacted value.</summary>
    internal const string Redacted = "**redacted**";

    /// <summary>Prints the fields and associations as a record does, without redacted values.</summary>
    public static void Print<T>(StringBuilder builder, SchemaInfo<T> schema, T record)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(schema);
        var separator = "";
        foreach (var field in schema.Fields)
        {
            var value = schema.Get(record, field.Index);
            builder.Append(separator).Append(field.Name).Append(" = ").Append(field.IsRedacted && value is not null ? Redacted : value);
            separator = ", ";
        }

        foreach (var association in schema.Associations)
        {
            var value = schema.GetAssociation(record, association.Index);
            builder.Append(separator).Append(association.Name).Append(" = ").Append(value.IsLoaded ? Show(value.Value) : "(not loaded)");
            separator = ", ";
        }
    }

    private static string Show(object? value) => value is System.Collections.IEnumerable list ? $"[{string.Join(", ", list.Cast<object>())}]" : value?.ToString() ?? "";
}
