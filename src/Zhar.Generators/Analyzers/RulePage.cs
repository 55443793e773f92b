using System.Reflection;

namespace Zhar.Generators.Analyzers;

/// <summary>The address of a rule's page: absolute when the package was built from a repository that has an address, else the path inside of it.</summary>
internal static class RulePage
{
    private static readonly string? Repository = typeof(RulePage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => a.Key == "RepositoryUrl")?.Value;

    public static string Of(string id) => Of(Repository, id);

    internal static string Of(string? repository, string id)
    {
        var page = $"docs/analyzers/{id}.md";
        if (string.IsNullOrEmpty(repository))
            return page;
        var address = repository!.TrimEnd('/');
        if (address.EndsWith(".git", StringComparison.Ordinal))
            address = address.Substring(0, address.Length - 4);
        return $"{address}/blob/main/{page}";
    }
}
