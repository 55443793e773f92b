using System.Security.Cryptography;
using System.Text;

namespace Zhar.Web;

/// <summary>The secret of an application in development that was given none: kept among the files of the user, so that whoever is logged in stays so when the program starts anew after an edit.</summary>
internal static class DevelopmentSecret
{
    /// <summary>Where they are; empty when the user has no such folder.</summary>
    internal static string Folder
    {
        get
        {
            var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
            return data.Length == 0 ? "" : Path.Combine(data, "zhar", "secrets");
        }
    }

    /// <summary>The secret of the application in a folder. The first time it is made.</summary>
    /// <returns><c>null</c> when it cannot be kept.</returns>
    internal static string? Of(string application, string folder)
    {
        if (folder.Length == 0)
            return null;
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(application))).AsSpan(0, 16)));
            return File.Exists(path) ? Read(path) : Make(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Read(string path)
    {
        var secret = File.ReadAllText(path).Trim();
        return secret.Length >= KeyRing.MinSecretBytes ? secret : null;
    }

    private static string Make(string path)
    {
        var secret = KeyRing.NewSecret();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.Write(secret);
        return secret;
    }
}
