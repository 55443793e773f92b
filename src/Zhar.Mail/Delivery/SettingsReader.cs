using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Zhar.Mail;

/// <summary>Reads the settings of a section; a wrong one is named with its value, unless that is a secret.</summary>
internal sealed class SettingsReader(IConfiguration configuration, string section)
{
    internal string? Text(string name) => configuration[$"{section}:{name}"] is { Length: > 0 } text ? text : null;

    internal void Number(string name, Action<int> set)
    {
        if (Text(name) is not { } text)
            return;
        Checked(name, text, value =>
        {
            set(int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException("It has to be a whole number."));
            return number;
        });
    }

    internal void Truth(string name, Action<bool> set)
    {
        if (Text(name) is { } text)
            set(Checked(name, text, static value => bool.TryParse(value, out var truth) ? truth : throw new FormatException("It has to be true or false.")));
    }

    internal T Checked<T>(string name, string text, Func<string, T> read)
    {
        try
        {
            return read(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new InvalidOperationException($"The setting {section}:{name} is '{HeaderText.Shown(text)}'. {e.Message}", e);
        }
    }
}
