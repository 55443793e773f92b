using System.Text;

namespace Zhar.Web;

/// <summary>The header that names a file to be saved. Source: RFC 6266.</summary>
internal static class ContentDisposition
{
    /// <summary>The name in plain letters for old readers, and in full, escaped, for the others.</summary>
    internal static string Attachment(string fileName)
    {
        var plain = new StringBuilder(fileName.Length);
        foreach (var c in Path.GetFileName(fileName))
            plain.Append(c is >= ' ' and <= '~' and not ('"' or '\\' or '%' or ';') ? c : '_');
        var full = Uri.EscapeDataString(Path.GetFileName(fileName));
        return full == plain.ToString() ? $"attachment; filename=\"{plain}\"" : $"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}";
    }
}
