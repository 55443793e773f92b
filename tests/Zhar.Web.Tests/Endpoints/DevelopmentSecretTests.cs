using System.Runtime.Versioning;

namespace Zhar.Web.Tests.Endpoints;

public sealed class DevelopmentSecretTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zhar-secrets-").FullName;

    [Fact]
    public void An_application_has_the_same_secret_at_each_start_and_another_one_has_another()
    {
        var first = DevelopmentSecret.Of("/apps/one", _folder);

        Assert.NotNull(first);
        Assert.Equal(first, DevelopmentSecret.Of("/apps/one", _folder));
        Assert.NotEqual(first, DevelopmentSecret.Of("/apps/two", _folder));
        Assert.NotNull(new KeyRing(first, []));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_its_user_can_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such rights.");
        DevelopmentSecret.Of("/apps/one", _folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Directory.GetFiles(_folder))));
    }

    [Fact]
    public void There_is_none_where_it_cannot_be_kept()
    {
        var file = Path.Combine(_folder, "taken");
        File.WriteAllText(file, "");

        Assert.Null(DevelopmentSecret.Of("/apps/one", file));
        Assert.Null(DevelopmentSecret.Of("/apps/one", ""));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
