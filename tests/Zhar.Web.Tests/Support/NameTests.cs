namespace Zhar.Web.Tests.Support;

public sealed class NameTests
{
    private static readonly string[] ImplicitUsings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Net.Http.Json", "System.Threading", "System.Threading.Tasks",
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    [Fact]
    public void No_public_type_shares_its_name_with_a_type_of_the_sdks_implicit_usings()
    {
        var directories = new[] { typeof(object), typeof(Microsoft.AspNetCore.Http.HttpContext), typeof(Microsoft.Extensions.Hosting.Host) }.Select(static t => Path.GetDirectoryName(t.Assembly.Location)!).Distinct();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in directories.SelectMany(static d => Directory.GetFiles(d, "*.dll")))
        {
            try
            {
                foreach (var type in System.Reflection.Assembly.Load(Path.GetFileNameWithoutExtension(file)).GetExportedTypes().Where(static t => ImplicitUsings.Contains(t.Namespace)))
                    taken.Add(type.Name);
            }
            catch (Exception e) when (e is BadImageFormatException or FileNotFoundException)
            {
                // Native libraries lie there too.
            }
        }

        Assert.Contains("RouteData", taken);
        Assert.Equal([], typeof(EndpointBase).Assembly.GetExportedTypes().Where(static t => !t.IsNested).Select(static t => t.Name).Where(taken.Contains).ToArray());
    }
}
