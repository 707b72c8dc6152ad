import 'reflect-metadata'
import { createPrivateKey, X509Certificate as Parsed, type webcrypto } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { certificateNames, certifiedDomains } from './hosts.ts'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 86_400_000
const AUTHORITY_DAYS = 365
const LEAF_DAYS = 30
/** Clocks of clients in containers differ a little. */
const BACKDATED_MS = DAY_MS
/** A CA that ends before the certificates that it signs is made again. */
const REPLACED_BEFORE_END_MS = LEAF_DAYS * DAY_MS
const NAME_CONSTRAINTS = '2.5.29.30'

export interface TlsCredentials {
  /** PEM. */
  key: string
  cert: string
  /** Path of the CA's certificate, for clients. */
  caPath: string
}

/**
 * One certificate for every platform's host, signed by a CA that is kept in `folder`, made at first use. The leaf's key
 * never leaves the process. The CA's key has mode 600, and the CA can sign for the platforms' domains only, so that
 * whoever steals it cannot pretend to be anybody else.
 */
export async function loadCredentials(folder: string, names = certificateNames): Promise<TlsCredentials> {
  if (!isUsable(folder)) await createAuthority(folder)
  const caPath = join(folder, 'ca.pem')
  const issuer = new X509Certificate(readFileSync(caPath, 'utf8'))
  const signingKey = await importKey(readFileSync(join(folder, 'ca-key.pem'), 'utf8'))
  const keys = await createKeys()
  const cert = await X509CertificateGenerator.create({
    ...validity(LEAF_DAYS),
    subject: 'CN=Shopmirror sandbox',
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
    ],
  })
  return { key: await exportKey(keys.privateKey), cert: cert.toString('pem'), caPath }
}

function isUsable(folder: string): boolean {
  try {
    const certificate = new Parsed(readFileSync(join(folder, 'ca.pem')))
    const isPair = certificate.checkPrivateKey(createPrivateKey(readFileSync(join(folder, 'ca-key.pem'))))
    return isPair && Date.parse(certificate.validTo) - Date.now() > REPLACED_BEFORE_END_MS
  } catch {
    return false
  }
}

/** Written beside its place and moved there whole: a process that is killed, or a second one, leaves no half of a CA. */
async function createAuthority(folder: string): Promise<void> {
  const keys = await createKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...validity(AUTHORITY_DAYS),
    name: `CN=Shopmirror sandbox CA ${new Date().toISOString().slice(0, 10)}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new Extension(NAME_CONSTRAINTS, true, permittedNames(certifiedDomains)),
    ],
  })
  mkdirSync(dirname(folder), { recursive: true })
  const draft = mkdtempSync(`${folder}.draft-`)
  writeFileSync(join(draft, 'ca-key.pem'), await exportKey(keys.privateKey), { mode: 0o600 })
  writeFileSync(join(draft, 'ca.pem'), certificate.toString('pem'), { mode: 0o644 })
  try {
    renameSync(draft, folder)
  } catch {
    // Somebody was faster, or what is there cannot be used.
    if (!isUsable(folder)) {
      rmSync(folder, { recursive: true, force: true })
      renameSync(draft, folder)
    }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** RFC 5280, 4.2.1.10: `SEQUENCE { [0] SEQUENCE OF SEQUENCE { [2] IA5String } }`. */
function permittedNames(domains: readonly string[]): Buffer {
  return encode(0x30, encode(0xa0, ...domains.map((domain) => encode(0x30, encode(0x82, Buffer.from(domain))))))
}

function encode(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.length)]), content])
}

/** DER allows the shortest form only. */
function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now()
  return { notBefore: new Date(now - BACKDATED_MS), notAfter: new Date(now + days * DAY_MS) }
}

function createKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const body = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64')
  return `-----BEGIN PRIVATE KEY-----\n${body.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END PRIVATE KEY-----\n`
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const body = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64')
  return crypto.subtle.importKey('pkcs8', body, ALGORITHM, false, ['sign'])
}
