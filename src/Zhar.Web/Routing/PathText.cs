namespace Zhar.Web;

/// <summary>The text of path parameters.</summary>
internal static class PathText
{
    internal static string[] Values(string path, ReadOnlySpan<Range> ranges)
    {
        var values = new string[ranges.Length];
        for (var i = 0; i < ranges.Length; i++)
        {
            var text = path.AsSpan()[ranges[i]];
            // The server decodes all escapes of the path but %2F, so that a slash inside of a segment does not split it. Here it is inside.
            values[i] = text.Contains("%2F", StringComparison.OrdinalIgnoreCase) ? text.ToString().Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) : text.ToString();
        }

        return values;
    }
}
