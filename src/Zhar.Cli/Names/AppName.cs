using Zhar.Cli.Output;

namespace Zhar.Cli.Names;

/// <summary>The name of an application: <c>my_app</c> as a folder and in configuration, <c>MyApp</c> in code.</summary>
internal sealed record AppName(string Folder, string Underscored, string Module)
{
    /// <summary>Namespaces that an application would hide from its own code.</summary>
    private static readonly string[] Taken = ["Zhar", "System", "Microsoft", "Xunit", "Application", "Endpoint", "Router", "Repo", "Program", "Test", "Tests", "OpenTelemetry", "Telemetry", "Layouts"];

    /// <summary>Reads what the user has typed: a name or a path that ends in one.</summary>
    /// <exception cref="CliException">It is no name of an application.</exception>
    internal static AppName Parse(string text, string? module)
    {
        var folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(text.Trim()));
        var name = module ?? Naming.Pascal(folder);
        var underscored = Naming.Underscore(name);
        if (!Naming.IsTypeName(name) || !Naming.IsFieldName(underscored) || folder.StartsWith('-') || (module is null && !folder.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')))
            throw new CliException($"'{text}' cannot name an application. A name begins with a letter and has letters, digits and underscores: my_app.", Suggest(folder));
        if (Taken.Contains(name, StringComparer.OrdinalIgnoreCase) || LibraryNames.Has(name))
            throw new CliException($"'{name}' is a name that the application's own code uses for a type of .NET or of Zhar. Choose another one.", $"zhar new {underscored}_app");
        return new AppName(folder, underscored, name);
    }

    private static string Suggest(string folder)
    {
        var letters = string.Concat(Naming.Underscore(folder).Where(static c => char.IsAsciiLetterOrDigit(c) || c == '_')).TrimStart('_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return $"zhar new {(letters.Length == 0 ? "my_app" : letters)}";
    }
}
