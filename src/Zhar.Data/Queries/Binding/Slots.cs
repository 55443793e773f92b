namespace Zhar.Data;

/// <summary>Where the query compiler reads the values of a query's variables. The name of the field becomes the name of the parameter, so the parameters in the SQL tell which variable each is.</summary>
internal sealed class Slots<T>
{
    internal const string Prefix = "zs";
    internal const string Suffix = "z";
    internal const int Count = 128;

    public T? zs0z, zs1z, zs2z, zs3z, zs4z, zs5z, zs6z, zs7z,
        zs8z, zs9z, zs10z, zs11z, zs12z, zs13z, zs14z, zs15z,
        zs16z, zs17z, zs18z, zs19z, zs20z, zs21z, zs22z, zs23z,
        zs24z, zs25z, zs26z, zs27z, zs28z, zs29z, zs30z, zs31z,
        zs32z, zs33z, zs34z, zs35z, zs36z, zs37z, zs38z, zs39z,
        zs40z, zs41z, zs42z, zs43z, zs44z, zs45z, zs46z, zs47z,
        zs48z, zs49z, zs50z, zs51z, zs52z, zs53z, zs54z, zs55z,
        zs56z, zs57z, zs58z, zs59z, zs60z, zs61z, zs62z, zs63z,
        zs64z, zs65z, zs66z, zs67z, zs68z, zs69z, zs70z, zs71z,
        zs72z, zs73z, zs74z, zs75z, zs76z, zs77z, zs78z, zs79z,
        zs80z, zs81z, zs82z, zs83z, zs84z, zs85z, zs86z, zs87z,
        zs88z, zs89z, zs90z, zs91z, zs92z, zs93z, zs94z, zs95z,
        zs96z, zs97z, zs98z, zs99z, zs100z, zs101z, zs102z, zs103z,
        zs104z, zs105z, zs106z, zs107z, zs108z, zs109z, zs110z, zs111z,
        zs112z, zs113z, zs114z, zs115z, zs116z, zs117z, zs118z, zs119z,
        zs120z, zs121z, zs122z, zs123z, zs124z, zs125z, zs126z, zs127z;
}
