using System.Text;

namespace Zhar.Data;

/// <summary>Names of properties and types as others write them.</summary>
internal static class Naming
{
    /// <summary><c>InsertedAt</c> becomes <c>inserted_at</c>, <c>HTMLBody</c> <c>html_body</c>.</summary>
    public static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var starts = char.IsUpper(c) && i > 0 && name[i - 1] != '_' &&
                (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (starts)
                text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    /// <summary><c>InsertedAt</c> becomes <c>insertedAt</c>.</summary>
    public static string Camel(string name) => name.Length == 0 || char.IsLower(name[0]) ? name : char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>A form field's label: <c>InsertedAt</c> becomes <c>inserted at</c>.</summary>
    public static string Words(string name) => Snake(name).Replace('_', ' ');
}
