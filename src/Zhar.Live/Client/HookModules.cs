using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Zhar.Web;

namespace Zhar.Live;

/// <summary>
/// The hooks that stand beside their views: ES modules that the build has put into the assemblies of an application, served under one path with a hash of all, and a module that
/// gathers them. Source: Phoenix.LiveView.ColocatedHook.
/// </summary>
internal sealed class HookModules
{
    private const string Prefix = "Zhar.Live.Hooks/";
    private const string Ending = ".hooks.js";

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private HookModules(IEnumerable<Assembly> assemblies)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, bytes) in assemblies.Distinct().SelectMany(Read))
        {
            var name = path[(path.LastIndexOf('/') + 1)..^Ending.Length];
            if (!names.TryAdd(name, path))
                throw new InvalidOperationException($"Two files have the hooks of {name}: {names[name]} and {path}. A hook is named after its file, so give one of them another name.");
            _files.Add("/" + path, bytes);
        }

        if (names.Count == 0)
            return;
        _files.Add("/index.js", Index(names));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, bytes) in _files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            hash.AppendData(bytes);
        }

        Root = $"/hooks/{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }

    /// <summary>Where they are served, behind the path of the live socket; <c>null</c> when there are none.</summary>
    internal string? Root { get; }

    /// <summary>The module whose default export has all hooks.</summary>
    internal string? Entry => Root is null ? null : Root + "/index.js";

    /// <summary>The hooks in the assemblies of an endpoint and its routers.</summary>
    internal static HookModules Of(EndpointRuntime endpoint) =>
        new(endpoint.Routers.Select(static r => r.GetType().Assembly).Prepend(endpoint.Endpoint.GetType().Assembly));

    /// <summary>One of the modules, by what follows the path of the socket.</summary>
    internal byte[]? Find(string path) => Root is not null && path.StartsWith(Root, StringComparison.Ordinal) ? _files.GetValueOrDefault(path[Root.Length..]) : null;

    private static IEnumerable<(string Path, byte[] Bytes)> Read(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Ending, StringComparison.Ordinal))
                continue;
            using var stream = assembly.GetManifestResourceStream(name)!; // its name was just read
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return (name[Prefix.Length..].Replace('\\', '/'), bytes);
        }
    }

    /// <summary>The default export of a file is the hook of its name; others stand behind it with a dot.</summary>
    private static byte[] Index(Dictionary<string, string> names)
    {
        var text = new StringBuilder();
        var i = 0;
        foreach (var path in names.Values)
            text.Append(CultureInfo.InvariantCulture, $"import * as m{i++} from \"./{JsonEncodedText.Encode(path)}\";\n");
        text.Append("const hooks = {};\nconst add = (file, exports) => { for (const [name, hook] of Object.entries(exports)) hooks[name === \"default\" ? file : `${file}.${name}`] = hook; };\n");
        i = 0;
        foreach (var name in names.Keys)
            text.Append(CultureInfo.InvariantCulture, $"add(\"{JsonEncodedText.Encode(name)}\", m{i++});\n");
        return Encoding.UTF8.GetBytes(text.Append("export default hooks;\n").ToString());
    }
}
