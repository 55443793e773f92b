using System.Text.Json;
using Xunit;

namespace Zhar.Eng.Tests.Dependencies;

/// <summary>A package with a known vulnerability does not get through a restore. Where advisories cannot be read, that is said instead.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-audit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_restore_asks_for_advisories_also_on_packages_that_others_bring_along() => Assert.All(LicenceTests.Projects(), static file =>
    {
        using var graph = JsonDocument.Parse(File.ReadAllText(file));
        var audit = graph.RootElement.GetProperty("project").GetProperty("restore").GetProperty("restoreAuditProperties");

        Assert.Equal(("true", "all", "low"), (audit.GetProperty("enableAudit").GetString(), audit.GetProperty("auditMode").GetString(), audit.GetProperty("auditLevel").GetString()));
        if (graph.RootElement.TryGetProperty("logs", out var logs))
            Assert.DoesNotContain(logs.EnumerateArray(), static l => l.GetProperty("code").GetString() is "NU1901" or "NU1902" or "NU1903" or "NU1904");
    });

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_package_with_a_known_vulnerability_fails_the_restore()
    {
        // Advisory CVE-2024-21907: a text of deep nesting ends the program.
        await File.WriteAllTextAsync(Path.Combine(_folder, "Vulnerable.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Repository.PathOf("Directory.Build.props")}" />
              <ItemGroup><PackageReference Include="Newtonsoft.Json" Version="12.0.3" /></ItemGroup>
            </Project>
            """, TestContext.Current.CancellationToken);

        var (code, output) = await Tool.Run(_folder, TimeSpan.FromMinutes(2), new Dictionary<string, string?>(), "dotnet", "restore", "-v", "q");

        if (code == 0 || !output.Contains("NU190", StringComparison.Ordinal))
            Assert.Skip("The package source of this machine serves no advisories, so nothing is known of vulnerable packages here. Where it does, a restore fails on them.");
        Assert.Contains("error NU1903", output, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("tests/browser")]
    [InlineData("src/Zhar.Live/Client")]
    [InlineData("docs/site")]
    public async Task No_package_of_npm_has_a_known_vulnerability(string folder)
    {
        foreach (var file in (string[])["package.json", "package-lock.json"])
            File.Copy(Repository.PathOf(folder, file), Path.Combine(_folder, file));
        string output;
        int code;
        try
        {
            (code, output) = await Tool.Run(_folder, TimeSpan.FromMinutes(2), new Dictionary<string, string?>(), "npm", "audit", "--package-lock-only", "--json", "--loglevel=silent", "--fetch-retries=0");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("npm is not on the PATH.");
            return;
        }

        if (!output.Contains("\"auditReportVersion\"", StringComparison.Ordinal))
            Assert.Skip("The package source of this machine serves no advisories for npm, so nothing is known of vulnerable packages here.");
        Assert.True(code == 0, output);
    }
}
