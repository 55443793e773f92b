using System.Text;
using System.Text.RegularExpressions;

namespace Zhar.Eng.PublicApi;

/// <summary>The file beside a library's project that says what of it is public.</summary>
internal sealed partial class ApiFile
{
    private readonly string _fullPath;

    private ApiFile(string path, string fullPath) => (Path, _fullPath) = (path, fullPath);

    /// <summary>From the root of the repository.</summary>
    public string Path { get; }

    /// <summary>The file of a library.</summary>
    public static ApiFile Of(string root, string library)
    {
        var path = $"src/{library}/PublicApi.txt";
        return new ApiFile(path, System.IO.Path.Combine(root, path));
    }

    /// <summary>What the file lacks, after a "+", and what it has too much, after a "-", each under the name of its type; empty when it is true.</summary>
    public IReadOnlyList<string> Differences(IReadOnlyList<string> surface)
    {
        var written = InTypes(File.Exists(_fullPath) ? File.ReadAllLines(_fullPath) : []);
        var actual = InTypes(surface);
        var differences = new List<string>();
        foreach (var type in written.Keys.Union(actual.Keys))
        {
            var before = written.GetValueOrDefault(type) ?? [];
            var after = actual.GetValueOrDefault(type) ?? [];
            var lines = before.Except(after).Select(static l => $"- {l}").Concat(after.Except(before).Select(static l => $"+ {l}")).ToList();
            if (lines is [])
                continue;

            if (before.Count > 0 && after.Count > 0)
                differences.Add($"  {type}");
            differences.AddRange(lines);
        }

        return differences;
    }

    /// <summary>Writes the file anew.</summary>
    public void Write(IReadOnlyList<string> surface) => File.WriteAllText(_fullPath, string.Join('\n', surface) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>The lines of each type, its own line first.</summary>
    private static Dictionary<string, List<string>> InTypes(IReadOnlyList<string> lines)
    {
        var types = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var space = "";
        List<string>? current = null;
        foreach (var line in lines)
        {
            if (line.Length == 0)
                continue;

            if (line.StartsWith("namespace ", StringComparison.Ordinal))
                space = line["namespace ".Length..];
            else if (!line.StartsWith(' '))
                types[$"{space}.{TypeName().Match(line).Groups[1]}"] = current = [line];
            else
                current?.Add(line);
        }

        return types;
    }

    /// <summary>The name in a type's line, of a delegate with what it returns.</summary>
    [GeneratedRegex(@"\b(?:class|record struct|record|struct|interface|enum|delegate) (.*?)(?= : | where |\(|$)")]
    private static partial Regex TypeName();
}
