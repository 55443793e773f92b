using System.Collections;
using System.Globalization;
using System.Text;

namespace Zhar.Web.Testing;

/// <summary>Writes params as a form sends them: <c>user[name]=Ada&amp;user[tags][]=a</c>.</summary>
internal static class FormText
{
    internal static string Encode(Params form)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in form)
            Write(text, key, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string key, object? value)
    {
        switch (value)
        {
            case Params nested:
                foreach (var (inner, item) in nested)
                    Write(text, $"{key}[{inner}]", item);
                break;
            case IEnumerable list and not string:
                foreach (var item in list)
                    Write(text, key + "[]", item);
                break;
            default:
                text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(key)).Append('=').Append(Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }
}
