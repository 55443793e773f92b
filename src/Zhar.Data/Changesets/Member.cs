namespace Zhar.Data;

/// <summary>A field or an association: what a selector can name.</summary>
internal sealed class Member
{
    public Member(Field field) => (Field, Name, Param, Relation) = (field, field.Name, field.Param, field.Type is EmbedType embed ? new EmbedRelation(field, embed) : null);

    public Member(Association association) => (Association, Name, Param, Relation) = (association, association.Name, association.Param, new AssociationRelation(association));

    public Field? Field { get; }

    public Association? Association { get; }

    /// <summary>How it holds other records, or <c>null</c> for a plain field.</summary>
    public Relation? Relation { get; }

    public string Name { get; }

    public string Param { get; }

    /// <summary>The key that JSON of other programs often has.</summary>
    public string CamelParam => field ??= Naming.Camel(Name);

    public bool IsRedacted => Field?.IsRedacted == true;

    /// <summary>The plain field.</summary>
    /// <exception cref="ArgumentException">It is an embed or an association.</exception>
    public Field Plain(string method, string instead) => Relation is null && Field is not null
        ? Field
        : throw new ArgumentException($"{method} works on plain fields, but {Name} holds other records. Use {instead}.", nameof(method));

    /// <summary>What was sent for it.</summary>
    public bool TryGetParam(Params input, out object? value)
    {
        value = input.Raw(Param);
        if (value is not null || input.Contains(Param))
            return true;
        if (CamelParam == Param)
            return false;
        value = input.Raw(CamelParam);
        return value is not null || input.Contains(CamelParam);
    }
}
