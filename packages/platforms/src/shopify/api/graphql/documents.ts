// Written by `npm run generate-shopify` from the .graphql files in this folder; changes here are overwritten.
import type { Document } from '../document.ts'

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] }
export type AttributeInput = {
  readonly key: string
  readonly value: string
}

export type BulkOperationErrorCode = 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT'

export type BulkOperationStatus = 'CANCELED' | 'CANCELING' | 'COMPLETED' | 'CREATED' | 'EXPIRED' | 'FAILED' | 'RUNNING'

export type BulkOperationUserErrorCode = 'INVALID' | 'LIMIT_REACHED' | 'OPERATION_IN_PROGRESS'

export type CollectionSortKeys = 'ID' | 'RELEVANCE' | 'TITLE' | 'UPDATED_AT'

export type CollectionSortOrder =
  | 'ALPHA_ASC'
  | 'ALPHA_DESC'
  | 'BEST_SELLING'
  | 'CREATED'
  | 'CREATED_DESC'
  | 'MANUAL'
  | 'MOST_RELEVANT'
  | 'PRICE_ASC'
  | 'PRICE_DESC'

export type CombinedListingsRole = 'CHILD' | 'PARENT'

export type CountryCode =
  | 'AC'
  | 'AD'
  | 'AE'
  | 'AF'
  | 'AG'
  | 'AI'
  | 'AL'
  | 'AM'
  | 'AN'
  | 'AO'
  | 'AR'
  | 'AT'
  | 'AU'
  | 'AW'
  | 'AX'
  | 'AZ'
  | 'BA'
  | 'BB'
  | 'BD'
  | 'BE'
  | 'BF'
  | 'BG'
  | 'BH'
  | 'BI'
  | 'BJ'
  | 'BL'
  | 'BM'
  | 'BN'
  | 'BO'
  | 'BQ'
  | 'BR'
  | 'BS'
  | 'BT'
  | 'BV'
  | 'BW'
  | 'BY'
  | 'BZ'
  | 'CA'
  | 'CC'
  | 'CD'
  | 'CF'
  | 'CG'
  | 'CH'
  | 'CI'
  | 'CK'
  | 'CL'
  | 'CM'
  | 'CN'
  | 'CO'
  | 'CR'
  | 'CU'
  | 'CV'
  | 'CW'
  | 'CX'
  | 'CY'
  | 'CZ'
  | 'DE'
  | 'DJ'
  | 'DK'
  | 'DM'
  | 'DO'
  | 'DZ'
  | 'EC'
  | 'EE'
  | 'EG'
  | 'EH'
  | 'ER'
  | 'ES'
  | 'ET'
  | 'FI'
  | 'FJ'
  | 'FK'
  | 'FO'
  | 'FR'
  | 'GA'
  | 'GB'
  | 'GD'
  | 'GE'
  | 'GF'
  | 'GG'
  | 'GH'
  | 'GI'
  | 'GL'
  | 'GM'
  | 'GN'
  | 'GP'
  | 'GQ'
  | 'GR'
  | 'GS'
  | 'GT'
  | 'GW'
  | 'GY'
  | 'HK'
  | 'HM'
  | 'HN'
  | 'HR'
  | 'HT'
  | 'HU'
  | 'ID'
  | 'IE'
  | 'IL'
  | 'IM'
  | 'IN'
  | 'IO'
  | 'IQ'
  | 'IR'
  | 'IS'
  | 'IT'
  | 'JE'
  | 'JM'
  | 'JO'
  | 'JP'
  | 'KE'
  | 'KG'
  | 'KH'
  | 'KI'
  | 'KM'
  | 'KN'
  | 'KP'
  | 'KR'
  | 'KW'
  | 'KY'
  | 'KZ'
  | 'LA'
  | 'LB'
  | 'LC'
  | 'LI'
  | 'LK'
  | 'LR'
  | 'LS'
  | 'LT'
  | 'LU'
  | 'LV'
  | 'LY'
  | 'MA'
  | 'MC'
  | 'MD'
  | 'ME'
  | 'MF'
  | 'MG'
  | 'MK'
  | 'ML'
  | 'MM'
  | 'MN'
  | 'MO'
  | 'MQ'
  | 'MR'
  | 'MS'
  | 'MT'
  | 'MU'
  | 'MV'
  | 'MW'
  | 'MX'
  | 'MY'
  | 'MZ'
  | 'NA'
  | 'NC'
  | 'NE'
  | 'NF'
  | 'NG'
  | 'NI'
  | 'NL'
  | 'NO'
  | 'NP'
  | 'NR'
  | 'NU'
  | 'NZ'
  | 'OM'
  | 'PA'
  | 'PE'
  | 'PF'
  | 'PG'
  | 'PH'
  | 'PK'
  | 'PL'
  | 'PM'
  | 'PN'
  | 'PS'
  | 'PT'
  | 'PY'
  | 'QA'
  | 'RE'
  | 'RO'
  | 'RS'
  | 'RU'
  | 'RW'
  | 'SA'
  | 'SB'
  | 'SC'
  | 'SD'
  | 'SE'
  | 'SG'
  | 'SH'
  | 'SI'
  | 'SJ'
  | 'SK'
  | 'SL'
  | 'SM'
  | 'SN'
  | 'SO'
  | 'SR'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'SX'
  | 'SY'
  | 'SZ'
  | 'TA'
  | 'TC'
  | 'TD'
  | 'TF'
  | 'TG'
  | 'TH'
  | 'TJ'
  | 'TK'
  | 'TL'
  | 'TM'
  | 'TN'
  | 'TO'
  | 'TR'
  | 'TT'
  | 'TV'
  | 'TW'
  | 'TZ'
  | 'UA'
  | 'UG'
  | 'UM'
  | 'US'
  | 'UY'
  | 'UZ'
  | 'VA'
  | 'VC'
  | 'VE'
  | 'VG'
  | 'VN'
  | 'VU'
  | 'WF'
  | 'WS'
  | 'XK'
  | 'YE'
  | 'YT'
  | 'ZA'
  | 'ZM'
  | 'ZW'
  | 'ZZ'

export type CountryHarmonizedSystemCodeInput = {
  readonly countryCode?: CountryCode | null | undefined
  readonly harmonizedSystemCode: string
}

export type CurrencyCode =
  | 'AED'
  | 'AFN'
  | 'ALL'
  | 'AMD'
  | 'ANG'
  | 'AOA'
  | 'ARS'
  | 'AUD'
  | 'AWG'
  | 'AZN'
  | 'BAM'
  | 'BBD'
  | 'BDT'
  | 'BGN'
  | 'BHD'
  | 'BIF'
  | 'BMD'
  | 'BND'
  | 'BOB'
  | 'BRL'
  | 'BSD'
  | 'BTN'
  | 'BWP'
  | 'BYN'
  | 'BYR'
  | 'BZD'
  | 'CAD'
  | 'CDF'
  | 'CHF'
  | 'CLP'
  | 'CNY'
  | 'COP'
  | 'CRC'
  | 'CVE'
  | 'CZK'
  | 'DJF'
  | 'DKK'
  | 'DOP'
  | 'DZD'
  | 'EGP'
  | 'ERN'
  | 'ETB'
  | 'EUR'
  | 'FJD'
  | 'FKP'
  | 'GBP'
  | 'GEL'
  | 'GHS'
  | 'GIP'
  | 'GMD'
  | 'GNF'
  | 'GTQ'
  | 'GYD'
  | 'HKD'
  | 'HNL'
  | 'HRK'
  | 'HTG'
  | 'HUF'
  | 'IDR'
  | 'ILS'
  | 'INR'
  | 'IQD'
  | 'IRR'
  | 'ISK'
  | 'JEP'
  | 'JMD'
  | 'JOD'
  | 'JPY'
  | 'KES'
  | 'KGS'
  | 'KHR'
  | 'KID'
  | 'KMF'
  | 'KRW'
  | 'KWD'
  | 'KYD'
  | 'KZT'
  | 'LAK'
  | 'LBP'
  | 'LKR'
  | 'LRD'
  | 'LSL'
  | 'LTL'
  | 'LVL'
  | 'LYD'
  | 'MAD'
  | 'MDL'
  | 'MGA'
  | 'MKD'
  | 'MMK'
  | 'MNT'
  | 'MOP'
  | 'MRU'
  | 'MUR'
  | 'MVR'
  | 'MWK'
  | 'MXN'
  | 'MYR'
  | 'MZN'
  | 'NAD'
  | 'NGN'
  | 'NIO'
  | 'NOK'
  | 'NPR'
  | 'NZD'
  | 'OMR'
  | 'PAB'
  | 'PEN'
  | 'PGK'
  | 'PHP'
  | 'PKR'
  | 'PLN'
  | 'PYG'
  | 'QAR'
  | 'RON'
  | 'RSD'
  | 'RUB'
  | 'RWF'
  | 'SAR'
  | 'SBD'
  | 'SCR'
  | 'SDG'
  | 'SEK'
  | 'SGD'
  | 'SHP'
  | 'SLL'
  | 'SOS'
  | 'SRD'
  | 'SSP'
  | 'STD'
  | 'STN'
  | 'SYP'
  | 'SZL'
  | 'THB'
  | 'TJS'
  | 'TMT'
  | 'TND'
  | 'TOP'
  | 'TRY'
  | 'TTD'
  | 'TWD'
  | 'TZS'
  | 'UAH'
  | 'UGX'
  | 'USD'
  | 'USDC'
  | 'UYU'
  | 'UZS'
  | 'VED'
  | 'VEF'
  | 'VES'
  | 'VND'
  | 'VUV'
  | 'WST'
  | 'XAF'
  | 'XCD'
  | 'XOF'
  | 'XPF'
  | 'XXX'
  | 'YER'
  | 'ZAR'
  | 'ZMW'

export type CustomerEmailAddressMarketingState =
  | 'INVALID'
  | 'NOT_SUBSCRIBED'
  | 'PENDING'
  | 'SUBSCRIBED'
  | 'UNSUBSCRIBED'

export type CustomerEmailMarketingConsentInput = {
  readonly consentUpdatedAt?: string | null | undefined
  readonly marketingOptInLevel?: CustomerMarketingOptInLevel | null | undefined
  readonly marketingState: CustomerEmailMarketingState
  readonly sourceLocationId?: string | null | undefined
}

export type CustomerEmailMarketingConsentUpdateInput = {
  readonly customerId: string
  readonly emailMarketingConsent: CustomerEmailMarketingConsentInput
}

export type CustomerEmailMarketingConsentUpdateUserErrorCode =
  | 'INCLUSION'
  | 'INTERNAL_ERROR'
  | 'INVALID'
  | 'MISSING_ARGUMENT'

export type CustomerEmailMarketingState =
  | 'INVALID'
  | 'NOT_SUBSCRIBED'
  | 'PENDING'
  | 'REDACTED'
  | 'SUBSCRIBED'
  | 'UNSUBSCRIBED'

export type CustomerIdentifierInput =
  | {
      readonly customId: UniqueMetafieldValueInput
      readonly emailAddress?: never
      readonly id?: never
      readonly phoneNumber?: never
    }
  | { readonly customId?: never; readonly emailAddress: string; readonly id?: never; readonly phoneNumber?: never }
  | { readonly customId?: never; readonly emailAddress?: never; readonly id: string; readonly phoneNumber?: never }
  | { readonly customId?: never; readonly emailAddress?: never; readonly id?: never; readonly phoneNumber: string }

export type CustomerMarketingConsentState = 'NEVER_SUBSCRIBED' | 'PENDING' | 'REDACTED' | 'SUBSCRIBED' | 'UNSUBSCRIBED'

export type CustomerMarketingOptInLevel = 'CONFIRMED_OPT_IN' | 'SINGLE_OPT_IN' | 'UNKNOWN'

export type CustomerSetIdentifiers =
  | {
      readonly customId: UniqueMetafieldValueInput
      readonly email?: never
      readonly id?: never
      readonly phone?: never
    }
  | { readonly customId?: never; readonly email: string; readonly id?: never; readonly phone?: never }
  | { readonly customId?: never; readonly email?: never; readonly id: string; readonly phone?: never }
  | { readonly customId?: never; readonly email?: never; readonly id?: never; readonly phone: string }

export type CustomerSetInput = {
  readonly addresses?: ReadonlyArray<MailingAddressInput> | null | undefined
  readonly email?: string | null | undefined
  readonly firstName?: string | null | undefined
  /** @deprecated To update a customer use `identifier` argument instead. */
  readonly id?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly locale?: string | null | undefined
  readonly note?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly taxExempt?: boolean | null | undefined
  readonly taxExemptions?: ReadonlyArray<TaxExemption> | null | undefined
}

export type CustomerSetUserErrorCode =
  | 'BLANK'
  | 'ID_NOT_ALLOWED'
  | 'INCLUSION'
  | 'INPUT_MISMATCH'
  | 'INVALID'
  | 'METAFIELD_MISMATCH'
  | 'MISSING_FIELD_REQUIRED'
  | 'NOT_FOUND'
  | 'PRESENT'
  | 'TAKEN'
  | 'TOO_LONG'
  | 'TOO_SHORT'

export type CustomerSmsMarketingConsentErrorCode = 'INCLUSION' | 'INTERNAL_ERROR' | 'INVALID' | 'MISSING_ARGUMENT'

export type CustomerSmsMarketingConsentInput = {
  readonly consentUpdatedAt?: string | null | undefined
  readonly marketingOptInLevel?: CustomerMarketingOptInLevel | null | undefined
  readonly marketingState: CustomerSmsMarketingState
  readonly sourceLocationId?: string | null | undefined
}

export type CustomerSmsMarketingConsentUpdateInput = {
  readonly customerId: string
  readonly smsMarketingConsent: CustomerSmsMarketingConsentInput
}

export type CustomerSmsMarketingState = 'NOT_SUBSCRIBED' | 'PENDING' | 'REDACTED' | 'SUBSCRIBED' | 'UNSUBSCRIBED'

export type CustomerSortKeys = 'CREATED_AT' | 'ID' | 'LOCATION' | 'NAME' | 'RELEVANCE' | 'UPDATED_AT'

export type CustomerState = 'DECLINED' | 'DISABLED' | 'ENABLED' | 'INVITED'

export type EventSubjectType =
  | 'ARTICLE'
  | 'BLOG'
  | 'COLLECTION'
  | 'COMMENT'
  | 'COMPANY'
  | 'COMPANY_LOCATION'
  | 'CUSTOMER'
  | 'DISCOUNT_AUTOMATIC_BXGY'
  | 'DISCOUNT_AUTOMATIC_NODE'
  | 'DISCOUNT_CODE_NODE'
  | 'DISCOUNT_NODE'
  | 'DRAFT_ORDER'
  | 'INVENTORY_TRANSFER'
  | 'ORDER'
  | 'PAGE'
  | 'PRICE_RULE'
  | 'PRODUCT'
  | 'PRODUCT_VARIANT'
  | 'UNKNOWN'

export type FileContentType = 'EXTERNAL_VIDEO' | 'FILE' | 'IMAGE' | 'MODEL_3D' | 'VIDEO'

export type FileCreateInputDuplicateResolutionMode = 'APPEND_UUID' | 'RAISE_ERROR' | 'REPLACE'

export type FileSetInput = {
  readonly alt?: string | null | undefined
  readonly contentType?: FileContentType | null | undefined
  readonly duplicateResolutionMode?: FileCreateInputDuplicateResolutionMode | null | undefined
  readonly filename?: string | null | undefined
  readonly id?: string | null | undefined
  readonly originalSource?: string | null | undefined
}

export type FulfillmentEventStatus =
  | 'ATTEMPTED_DELIVERY'
  | 'CARRIER_PICKED_UP'
  | 'CONFIRMED'
  | 'DELAYED'
  | 'DELIVERED'
  | 'FAILURE'
  | 'IN_TRANSIT'
  | 'LABEL_PRINTED'
  | 'LABEL_PURCHASED'
  | 'OUT_FOR_DELIVERY'
  | 'READY_FOR_PICKUP'

export type FulfillmentInput = {
  readonly lineItemsByFulfillmentOrder: ReadonlyArray<FulfillmentOrderLineItemsInput>
  readonly notifyCustomer?: boolean | null | undefined
  readonly originAddress?: FulfillmentOriginAddressInput | null | undefined
  readonly trackingInfo?: FulfillmentTrackingInput | null | undefined
}

export type FulfillmentOrderAction =
  | 'CANCEL_FULFILLMENT_ORDER'
  | 'CREATE_FULFILLMENT'
  | 'EXTERNAL'
  | 'HOLD'
  | 'MARK_AS_OPEN'
  | 'MERGE'
  | 'MOVE'
  | 'RELEASE_HOLD'
  | 'REPORT_PROGRESS'
  | 'REQUEST_CANCELLATION'
  | 'REQUEST_FULFILLMENT'
  | 'SPLIT'

export type FulfillmentOrderLineItemInput = {
  readonly id: string
  readonly quantity: number
}

export type FulfillmentOrderLineItemsInput = {
  readonly fulfillmentOrderId: string
  readonly fulfillmentOrderLineItems?: ReadonlyArray<FulfillmentOrderLineItemInput> | null | undefined
}

export type FulfillmentOrderStatus =
  | 'CANCELLED'
  | 'CLOSED'
  | 'INCOMPLETE'
  | 'IN_PROGRESS'
  | 'ON_HOLD'
  | 'OPEN'
  | 'SCHEDULED'

export type FulfillmentOriginAddressInput = {
  readonly address1?: string | null | undefined
  readonly address2?: string | null | undefined
  readonly city?: string | null | undefined
  readonly countryCode: string
  readonly provinceCode?: string | null | undefined
  readonly zip?: string | null | undefined
}

export type FulfillmentStatus = 'CANCELLED' | 'ERROR' | 'FAILURE' | 'OPEN' | 'PENDING' | 'SUCCESS'

export type FulfillmentTrackingInput = {
  readonly company?: string | null | undefined
  readonly number?: string | null | undefined
  readonly numbers?: ReadonlyArray<string> | null | undefined
  readonly url?: string | null | undefined
  readonly urls?: ReadonlyArray<string> | null | undefined
}

export type InventoryAdjustQuantitiesInput = {
  readonly changes: ReadonlyArray<InventoryChangeInput>
  readonly name: string
  readonly reason: string
  readonly referenceDocumentUri?: string | null | undefined
}

export type InventoryAdjustQuantitiesUserErrorCode =
  | 'ADJUST_QUANTITIES_FAILED'
  | 'CHANGE_FROM_QUANTITY_STALE'
  | 'IDEMPOTENCY_CONCURRENT_REQUEST'
  | 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH'
  | 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED'
  | 'INTERNAL_LEDGER_DOCUMENT'
  | 'INVALID_AVAILABLE_DOCUMENT'
  | 'INVALID_INVENTORY_ITEM'
  | 'INVALID_LEDGER_DOCUMENT'
  | 'INVALID_LOCATION'
  | 'INVALID_QUANTITY_DOCUMENT'
  | 'INVALID_QUANTITY_NAME'
  | 'INVALID_QUANTITY_TOO_HIGH'
  | 'INVALID_QUANTITY_TOO_LOW'
  | 'INVALID_REASON'
  | 'INVALID_REFERENCE_DOCUMENT'
  | 'MAX_ONE_LEDGER_DOCUMENT'
  | 'NON_MUTABLE_INVENTORY_ITEM'
  | 'SERVICE_UNAVAILABLE'

export type InventoryAdjustmentInput = {
  readonly adjustment?: number | null | undefined
  readonly changeFromQuantity?: number | null | undefined
  readonly locationId: string
}

export type InventoryChangeInput = {
  readonly changeFromQuantity?: number | null | undefined
  readonly delta: number
  readonly inventoryItemId: string
  readonly ledgerDocumentUri?: string | null | undefined
  readonly locationId: string
}

export type InventoryItemInput = {
  readonly cost?: string | null | undefined
  readonly countryCodeOfOrigin?: CountryCode | null | undefined
  readonly countryHarmonizedSystemCodes?: ReadonlyArray<CountryHarmonizedSystemCodeInput> | null | undefined
  readonly harmonizedSystemCode?: string | null | undefined
  readonly measurement?: InventoryItemMeasurementInput | null | undefined
  readonly provinceCodeOfOrigin?: string | null | undefined
  readonly requiresShipping?: boolean | null | undefined
  readonly sku?: string | null | undefined
  readonly tracked?: boolean | null | undefined
}

export type InventoryItemMeasurementInput = {
  readonly shippingPackageId?: string | null | undefined
  readonly weight?: WeightInput | null | undefined
}

export type InventoryLevelInput = {
  readonly availableQuantity: number
  readonly locationId: string
}

export type InventoryQuantityInput = {
  readonly changeFromQuantity?: number | null | undefined
  readonly inventoryItemId: string
  readonly locationId: string
  readonly quantity: number
}

export type InventorySetQuantitiesInput = {
  readonly name: string
  readonly quantities: ReadonlyArray<InventoryQuantityInput>
  readonly reason: string
  readonly referenceDocumentUri?: string | null | undefined
}

export type InventorySetQuantitiesUserErrorCode =
  | 'CHANGE_FROM_QUANTITY_STALE'
  | 'COMPARE_QUANTITY_REQUIRED'
  | 'COMPARE_QUANTITY_STALE'
  | 'IDEMPOTENCY_CONCURRENT_REQUEST'
  | 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH'
  | 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED'
  | 'INVALID_INVENTORY_ITEM'
  | 'INVALID_LOCATION'
  | 'INVALID_NAME'
  | 'INVALID_QUANTITY_NEGATIVE'
  | 'INVALID_QUANTITY_TOO_HIGH'
  | 'INVALID_QUANTITY_TOO_LOW'
  | 'INVALID_REASON'
  | 'INVALID_REFERENCE_DOCUMENT'
  | 'NON_MUTABLE_INVENTORY_ITEM'
  | 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR'

export type LinkedMetafieldCreateInput = {
  readonly key: string
  readonly namespace: string
  readonly values?: ReadonlyArray<string> | null | undefined
}

export type LocalizationExtensionInput = {
  readonly key: LocalizationExtensionKey
  readonly value: string
}

export type LocalizationExtensionKey =
  | 'SHIPPING_CREDENTIAL_BR'
  | 'SHIPPING_CREDENTIAL_CL'
  | 'SHIPPING_CREDENTIAL_CN'
  | 'SHIPPING_CREDENTIAL_CO'
  | 'SHIPPING_CREDENTIAL_CR'
  | 'SHIPPING_CREDENTIAL_EC'
  | 'SHIPPING_CREDENTIAL_ES'
  | 'SHIPPING_CREDENTIAL_GT'
  | 'SHIPPING_CREDENTIAL_ID'
  | 'SHIPPING_CREDENTIAL_KR'
  | 'SHIPPING_CREDENTIAL_MX'
  | 'SHIPPING_CREDENTIAL_MY'
  | 'SHIPPING_CREDENTIAL_PE'
  | 'SHIPPING_CREDENTIAL_PT'
  | 'SHIPPING_CREDENTIAL_PY'
  | 'SHIPPING_CREDENTIAL_TR'
  | 'SHIPPING_CREDENTIAL_TW'
  | 'SHIPPING_CREDENTIAL_TYPE_CO'
  | 'TAX_CREDENTIAL_BR'
  | 'TAX_CREDENTIAL_CL'
  | 'TAX_CREDENTIAL_CO'
  | 'TAX_CREDENTIAL_CR'
  | 'TAX_CREDENTIAL_EC'
  | 'TAX_CREDENTIAL_ES'
  | 'TAX_CREDENTIAL_GT'
  | 'TAX_CREDENTIAL_ID'
  | 'TAX_CREDENTIAL_IT'
  | 'TAX_CREDENTIAL_MX'
  | 'TAX_CREDENTIAL_MY'
  | 'TAX_CREDENTIAL_PE'
  | 'TAX_CREDENTIAL_PT'
  | 'TAX_CREDENTIAL_PY'
  | 'TAX_CREDENTIAL_TR'
  | 'TAX_CREDENTIAL_TYPE_CO'
  | 'TAX_CREDENTIAL_TYPE_MX'
  | 'TAX_CREDENTIAL_USE_MX'
  | 'TAX_EMAIL_IT'

export type LocalizedFieldInput = {
  readonly key: LocalizedFieldKey
  readonly value: string
}

export type LocalizedFieldKey =
  | 'SHIPPING_CREDENTIAL_BR'
  | 'SHIPPING_CREDENTIAL_CL'
  | 'SHIPPING_CREDENTIAL_CN'
  | 'SHIPPING_CREDENTIAL_CO'
  | 'SHIPPING_CREDENTIAL_CR'
  | 'SHIPPING_CREDENTIAL_EC'
  | 'SHIPPING_CREDENTIAL_ES'
  | 'SHIPPING_CREDENTIAL_GT'
  | 'SHIPPING_CREDENTIAL_ID'
  | 'SHIPPING_CREDENTIAL_KR'
  | 'SHIPPING_CREDENTIAL_MX'
  | 'SHIPPING_CREDENTIAL_MY'
  | 'SHIPPING_CREDENTIAL_PE'
  | 'SHIPPING_CREDENTIAL_PT'
  | 'SHIPPING_CREDENTIAL_PY'
  | 'SHIPPING_CREDENTIAL_TR'
  | 'SHIPPING_CREDENTIAL_TW'
  | 'SHIPPING_CREDENTIAL_TYPE_CO'
  | 'TAX_CREDENTIAL_BR'
  | 'TAX_CREDENTIAL_CL'
  | 'TAX_CREDENTIAL_CO'
  | 'TAX_CREDENTIAL_CR'
  | 'TAX_CREDENTIAL_EC'
  | 'TAX_CREDENTIAL_ES'
  | 'TAX_CREDENTIAL_GT'
  | 'TAX_CREDENTIAL_ID'
  | 'TAX_CREDENTIAL_IT'
  | 'TAX_CREDENTIAL_MX'
  | 'TAX_CREDENTIAL_MY'
  | 'TAX_CREDENTIAL_PE'
  | 'TAX_CREDENTIAL_PT'
  | 'TAX_CREDENTIAL_PY'
  | 'TAX_CREDENTIAL_TR'
  | 'TAX_CREDENTIAL_TYPE_CO'
  | 'TAX_CREDENTIAL_TYPE_MX'
  | 'TAX_CREDENTIAL_USE_MX'
  | 'TAX_EMAIL_IT'

export type MailingAddressInput = {
  readonly address1?: string | null | undefined
  readonly address2?: string | null | undefined
  readonly city?: string | null | undefined
  readonly company?: string | null | undefined
  /** @deprecated Use `countryCode` instead. */
  readonly country?: string | null | undefined
  readonly countryCode?: CountryCode | null | undefined
  readonly firstName?: string | null | undefined
  /** @deprecated Not needed for 90% of mutations, and provided separately where it is needed. */
  readonly id?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly phone?: string | null | undefined
  /** @deprecated Use `provinceCode` instead. */
  readonly province?: string | null | undefined
  readonly provinceCode?: string | null | undefined
  readonly zip?: string | null | undefined
}

export type MetafieldAccessInput = {
  readonly admin?: MetafieldAdminAccessInput | null | undefined
  readonly customerAccount?: MetafieldCustomerAccountAccessInput | null | undefined
  readonly storefront?: MetafieldStorefrontAccessInput | null | undefined
}

export type MetafieldAdminAccessInput = 'MERCHANT_READ' | 'MERCHANT_READ_WRITE'

export type MetafieldCapabilityAdminFilterableInput = {
  readonly enabled: boolean
}

export type MetafieldCapabilityAnalyticsQueryableInput = {
  readonly enabled: boolean
}

export type MetafieldCapabilityCartToOrderCopyableInput = {
  readonly enabled: boolean
}

export type MetafieldCapabilityCreateInput = {
  readonly adminFilterable?: MetafieldCapabilityAdminFilterableInput | null | undefined
  readonly analyticsQueryable?: MetafieldCapabilityAnalyticsQueryableInput | null | undefined
  readonly cartToOrderCopyable?: MetafieldCapabilityCartToOrderCopyableInput | null | undefined
  readonly smartCollectionCondition?: MetafieldCapabilitySmartCollectionConditionInput | null | undefined
  readonly uniqueValues?: MetafieldCapabilityUniqueValuesInput | null | undefined
}

export type MetafieldCapabilitySmartCollectionConditionInput = {
  readonly enabled: boolean
}

export type MetafieldCapabilityUniqueValuesInput = {
  readonly enabled: boolean
}

export type MetafieldCustomerAccountAccessInput = 'NONE' | 'READ' | 'READ_WRITE'

export type MetafieldDefinitionConstraintsInput = {
  readonly key: string
  readonly values: ReadonlyArray<string>
}

export type MetafieldDefinitionCreateUserErrorCode =
  | 'ADMIN_ACCESS_INPUT_NOT_ALLOWED'
  | 'BLANK'
  | 'CAPABILITY_REQUIRED_BUT_DISABLED'
  | 'DUPLICATE_OPTION'
  | 'INCLUSION'
  | 'INVALID'
  | 'INVALID_CAPABILITY'
  | 'INVALID_CHARACTER'
  | 'INVALID_CONSTRAINTS'
  | 'INVALID_INPUT_COMBINATION'
  | 'INVALID_OPTION'
  | 'LIMIT_EXCEEDED'
  | 'OWNER_TYPE_LIMIT_EXCEEDED_FOR_AUTOMATED_COLLECTIONS'
  | 'OWNER_TYPE_LIMIT_EXCEEDED_FOR_USE_AS_ADMIN_FILTERS'
  | 'PINNED_LIMIT_REACHED'
  | 'PRESENT'
  | 'RESERVED_NAMESPACE_KEY'
  | 'RESOURCE_TYPE_LIMIT_EXCEEDED'
  | 'RESOURCE_TYPE_LIMIT_EXCEEDED_BY_APP'
  | 'TAKEN'
  | 'TOO_LONG'
  | 'TOO_SHORT'
  | 'TYPE_NOT_ALLOWED_FOR_CONDITIONS'
  | 'UNSTRUCTURED_ALREADY_EXISTS'
  | 'UNSUPPORTED_PINNING'

export type MetafieldDefinitionInput = {
  readonly access?: MetafieldAccessInput | null | undefined
  readonly capabilities?: MetafieldCapabilityCreateInput | null | undefined
  readonly constraints?: MetafieldDefinitionConstraintsInput | null | undefined
  readonly description?: string | null | undefined
  readonly key: string
  readonly name: string
  readonly namespace?: string | null | undefined
  readonly ownerType: MetafieldOwnerType
  readonly pin?: boolean | null | undefined
  readonly type: string
  /** @deprecated Use `smartCollectionCondition` instead. */
  readonly useAsCollectionCondition?: boolean | null | undefined
  readonly validations?: ReadonlyArray<MetafieldDefinitionValidationInput> | null | undefined
}

export type MetafieldDefinitionValidationInput = {
  readonly name: string
  readonly value: string
}

export type MetafieldInput = {
  readonly id?: string | null | undefined
  readonly key?: string | null | undefined
  readonly namespace?: string | null | undefined
  readonly type?: string | null | undefined
  readonly value?: string | null | undefined
}

export type MetafieldOwnerType =
  | 'API_PERMISSION'
  | 'ARTICLE'
  | 'BLOG'
  | 'CARTTRANSFORM'
  | 'COLLECTION'
  | 'COMPANY'
  | 'COMPANY_LOCATION'
  | 'CUSTOMER'
  | 'DELIVERY_CUSTOMIZATION'
  | 'DISCOUNT'
  | 'DRAFTORDER'
  | 'FULFILLMENT_CONSTRAINT_RULE'
  | 'GIFT_CARD_TRANSACTION'
  | 'LOCATION'
  | 'MARKET'
  | 'MEDIA_IMAGE'
  | 'ORDER'
  | 'ORDER_ROUTING_LOCATION_RULE'
  | 'PAGE'
  | 'PAYMENT_CUSTOMIZATION'
  | 'PRODUCT'
  | 'PRODUCTVARIANT'
  | 'SELLING_PLAN'
  | 'SHOP'
  | 'TRANSFER'
  | 'VALIDATION'

export type MetafieldStorefrontAccessInput = 'NONE' | 'PUBLIC_READ'

export type MoneyBagInput = {
  readonly presentmentMoney?: MoneyInput | null | undefined
  readonly shopMoney: MoneyInput
}

export type MoneyInput = {
  readonly amount: string
  readonly currencyCode: CurrencyCode
}

export type OptionSetInput = {
  readonly id?: string | null | undefined
  readonly linkedMetafield?: LinkedMetafieldCreateInput | null | undefined
  readonly name?: string | null | undefined
  readonly position?: number | null | undefined
  readonly values?: ReadonlyArray<OptionValueSetInput> | null | undefined
}

export type OptionValueSetInput = {
  readonly id?: string | null | undefined
  readonly name?: string | null | undefined
}

export type OrderCancelReason = 'CUSTOMER' | 'DECLINED' | 'FRAUD' | 'INVENTORY' | 'OTHER' | 'STAFF'

export type OrderCancelRefundMethodInput =
  | { readonly originalPaymentMethodsRefund: boolean; readonly storeCreditRefund?: never }
  | { readonly originalPaymentMethodsRefund?: never; readonly storeCreditRefund: OrderCancelStoreCreditRefundInput }

export type OrderCancelStoreCreditRefundInput = {
  readonly expiresAt?: string | null | undefined
}

export type OrderCancelUserErrorCode =
  | 'INTERNAL_ERROR'
  | 'INVALID'
  | 'NOT_FOUND'
  | 'NO_REFUND_PERMISSION'
  | 'NO_REFUND_TO_STORE_CREDIT_PERMISSION'
  | 'STORE_CREDIT_REFUND_B2B_NOT_SUPPORTED'
  | 'STORE_CREDIT_REFUND_EXPIRATION_IN_PAST'
  | 'STORE_CREDIT_REFUND_MISSING_CUSTOMER'

export type OrderCreateAssociateCustomerAttributesInput = {
  readonly email?: string | null | undefined
  readonly id?: string | null | undefined
}

export type OrderCreateCustomAttributeInput = {
  readonly key: string
  readonly value: string
}

export type OrderCreateCustomerAddressInput = {
  readonly address1?: string | null | undefined
  readonly address2?: string | null | undefined
  readonly city?: string | null | undefined
  readonly company?: string | null | undefined
  readonly country?: string | null | undefined
  readonly firstName?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly province?: string | null | undefined
  readonly zip?: string | null | undefined
}

export type OrderCreateCustomerInput =
  | { readonly toAssociate: OrderCreateAssociateCustomerAttributesInput; readonly toUpsert?: never }
  | { readonly toAssociate?: never; readonly toUpsert: OrderCreateUpsertCustomerAttributesInput }

export type OrderCreateDiscountCodeInput = {
  readonly freeShippingDiscountCode?: OrderCreateFreeShippingDiscountCodeAttributesInput | null | undefined
  readonly itemFixedDiscountCode?: OrderCreateFixedDiscountCodeAttributesInput | null | undefined
  readonly itemPercentageDiscountCode?: OrderCreatePercentageDiscountCodeAttributesInput | null | undefined
}

export type OrderCreateFinancialStatus =
  | 'AUTHORIZED'
  | 'EXPIRED'
  | 'PAID'
  | 'PARTIALLY_PAID'
  | 'PARTIALLY_REFUNDED'
  | 'PENDING'
  | 'REFUNDED'
  | 'VOIDED'

export type OrderCreateFixedDiscountCodeAttributesInput = {
  readonly amountSet?: MoneyBagInput | null | undefined
  readonly code: string
}

export type OrderCreateFreeShippingDiscountCodeAttributesInput = {
  readonly code: string
}

export type OrderCreateFulfillmentInput = {
  readonly locationId: string
  readonly notifyCustomer?: boolean | null | undefined
  readonly originAddress?: FulfillmentOriginAddressInput | null | undefined
  readonly shipmentStatus?: FulfillmentEventStatus | null | undefined
  readonly trackingCompany?: string | null | undefined
  readonly trackingNumber?: string | null | undefined
  readonly trackingNumbers?: ReadonlyArray<string> | null | undefined
}

export type OrderCreateFulfillmentStatus = 'FULFILLED' | 'PARTIAL' | 'RESTOCKED'

export type OrderCreateInputsInventoryBehavior = 'BYPASS' | 'DECREMENT_IGNORING_POLICY' | 'DECREMENT_OBEYING_POLICY'

export type OrderCreateLineItemInput = {
  readonly fulfillmentService?: string | null | undefined
  readonly giftCard?: boolean | null | undefined
  readonly priceSet?: MoneyBagInput | null | undefined
  readonly productId?: string | null | undefined
  readonly properties?: ReadonlyArray<OrderCreateLineItemPropertyInput> | null | undefined
  readonly quantity: number
  readonly requiresShipping?: boolean | null | undefined
  readonly sku?: string | null | undefined
  readonly taxLines?: ReadonlyArray<OrderCreateTaxLineInput> | null | undefined
  readonly taxable?: boolean | null | undefined
  readonly title?: string | null | undefined
  readonly variantId?: string | null | undefined
  readonly variantTitle?: string | null | undefined
  readonly vendor?: string | null | undefined
  readonly weight?: WeightInput | null | undefined
}

export type OrderCreateLineItemPropertyInput = {
  readonly name: string
  readonly value: string
}

export type OrderCreateOptionsInput = {
  readonly inventoryBehaviour?: OrderCreateInputsInventoryBehavior | null | undefined
  readonly sendFulfillmentReceipt?: boolean | null | undefined
  readonly sendReceipt?: boolean | null | undefined
}

export type OrderCreateOrderInput = {
  readonly billingAddress?: MailingAddressInput | null | undefined
  readonly buyerAcceptsMarketing?: boolean | null | undefined
  readonly closedAt?: string | null | undefined
  readonly companyLocationId?: string | null | undefined
  readonly currency?: CurrencyCode | null | undefined
  readonly customAttributes?: ReadonlyArray<OrderCreateCustomAttributeInput> | null | undefined
  readonly customer?: OrderCreateCustomerInput | null | undefined
  /** @deprecated This is replaced by the `customer` field in a future version. */
  readonly customerId?: string | null | undefined
  readonly discountCode?: OrderCreateDiscountCodeInput | null | undefined
  readonly email?: string | null | undefined
  readonly financialStatus?: OrderCreateFinancialStatus | null | undefined
  readonly fulfillment?: OrderCreateFulfillmentInput | null | undefined
  readonly fulfillmentStatus?: OrderCreateFulfillmentStatus | null | undefined
  readonly lineItems?: ReadonlyArray<OrderCreateLineItemInput> | null | undefined
  readonly metafields?: ReadonlyArray<MetafieldInput> | null | undefined
  readonly name?: string | null | undefined
  readonly note?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly poNumber?: string | null | undefined
  readonly presentmentCurrency?: CurrencyCode | null | undefined
  readonly processedAt?: string | null | undefined
  readonly referringSite?: string | null | undefined
  readonly shippingAddress?: MailingAddressInput | null | undefined
  readonly shippingLines?: ReadonlyArray<OrderCreateShippingLineInput> | null | undefined
  readonly sourceIdentifier?: string | null | undefined
  readonly sourceName?: string | null | undefined
  readonly sourceUrl?: string | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly taxLines?: ReadonlyArray<OrderCreateTaxLineInput> | null | undefined
  readonly taxesIncluded?: boolean | null | undefined
  readonly test?: boolean | null | undefined
  readonly transactions?: ReadonlyArray<OrderCreateOrderTransactionInput> | null | undefined
  readonly userId?: string | null | undefined
}

export type OrderCreateOrderTransactionInput = {
  readonly amountSet: MoneyBagInput
  readonly authorizationCode?: string | null | undefined
  readonly deviceId?: string | null | undefined
  readonly gateway?: string | null | undefined
  readonly giftCardId?: string | null | undefined
  readonly kind?: OrderTransactionKind | null | undefined
  readonly locationId?: string | null | undefined
  readonly processedAt?: string | null | undefined
  readonly receiptJson?: unknown
  readonly status?: OrderTransactionStatus | null | undefined
  readonly test?: boolean | null | undefined
  readonly userId?: string | null | undefined
}

export type OrderCreatePercentageDiscountCodeAttributesInput = {
  readonly code: string
  readonly percentage?: number | null | undefined
}

export type OrderCreateShippingLineInput = {
  readonly code?: string | null | undefined
  readonly priceSet: MoneyBagInput
  readonly source?: string | null | undefined
  readonly taxLines?: ReadonlyArray<OrderCreateTaxLineInput> | null | undefined
  readonly title: string
}

export type OrderCreateTaxLineInput = {
  readonly channelLiable?: boolean | null | undefined
  readonly priceSet?: MoneyBagInput | null | undefined
  readonly rate: string
  readonly title: string
}

export type OrderCreateUpsertCustomerAttributesInput = {
  readonly addresses?: ReadonlyArray<OrderCreateCustomerAddressInput> | null | undefined
  readonly email?: string | null | undefined
  readonly firstName?: string | null | undefined
  readonly id?: string | null | undefined
  readonly lastName?: string | null | undefined
  readonly multipassIdentifier?: string | null | undefined
  readonly note?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly taxExempt?: boolean | null | undefined
}

export type OrderCreateUserErrorCode =
  | 'FULFILLMENT_SERVICE_INVALID'
  | 'INVALID'
  | 'INVENTORY_CLAIM_FAILED'
  | 'PROCESSED_AT_INVALID'
  | 'REDUNDANT_CUSTOMER_FIELDS'
  | 'SHOP_DORMANT'
  | 'TAX_LINE_RATE_MISSING'

export type OrderDisplayFinancialStatus =
  | 'AUTHORIZED'
  | 'EXPIRED'
  | 'PAID'
  | 'PARTIALLY_PAID'
  | 'PARTIALLY_REFUNDED'
  | 'PENDING'
  | 'REFUNDED'
  | 'VOIDED'

export type OrderDisplayFulfillmentStatus =
  | 'FULFILLED'
  | 'FULFILLMENT_NOT_REQUIRED'
  | 'IN_PROGRESS'
  | 'ON_HOLD'
  | 'OPEN'
  | 'PARTIALLY_FULFILLED'
  | 'PENDING_FULFILLMENT'
  | 'REQUEST_DECLINED'
  | 'RESTOCKED'
  | 'SCHEDULED'
  | 'UNFULFILLED'

export type OrderIdentifierInput =
  | { readonly customId: UniqueMetafieldValueInput; readonly id?: never }
  | { readonly customId?: never; readonly id: string }

export type OrderInput = {
  readonly customAttributes?: ReadonlyArray<AttributeInput> | null | undefined
  readonly email?: string | null | undefined
  readonly id: string
  /** @deprecated This field will be removed in a future version. Use `localizedFields` instead. */
  readonly localizationExtensions?: ReadonlyArray<LocalizationExtensionInput> | null | undefined
  readonly localizedFields?: ReadonlyArray<LocalizedFieldInput> | null | undefined
  readonly metafields?: ReadonlyArray<MetafieldInput> | null | undefined
  readonly note?: string | null | undefined
  readonly phone?: string | null | undefined
  readonly poNumber?: string | null | undefined
  readonly shippingAddress?: MailingAddressInput | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
}

export type OrderSortKeys =
  | 'CREATED_AT'
  | 'CURRENT_TOTAL_PRICE'
  | 'CUSTOMER_NAME'
  | 'DESTINATION'
  | 'FINANCIAL_STATUS'
  | 'FULFILLMENT_STATUS'
  | 'ID'
  | 'ORDER_NUMBER'
  | 'PO_NUMBER'
  | 'PROCESSED_AT'
  | 'RELEVANCE'
  | 'TOTAL_ITEMS_QUANTITY'
  | 'TOTAL_PRICE'
  | 'UPDATED_AT'

export type OrderTransactionKind =
  | 'AUTHORIZATION'
  | 'CAPTURE'
  | 'CHANGE'
  | 'EMV_AUTHORIZATION'
  | 'REFUND'
  | 'SALE'
  | 'SUGGESTED_REFUND'
  | 'VOID'

export type OrderTransactionStatus = 'AWAITING_RESPONSE' | 'ERROR' | 'FAILURE' | 'PENDING' | 'SUCCESS' | 'UNKNOWN'

export type ProductClaimOwnershipInput = {
  readonly bundles?: boolean | null | undefined
}

export type ProductIdentifierInput =
  | { readonly customId: UniqueMetafieldValueInput; readonly handle?: never; readonly id?: never }
  | { readonly customId?: never; readonly handle: string; readonly id?: never }
  | { readonly customId?: never; readonly handle?: never; readonly id: string }

export type ProductSetIdentifiers =
  | { readonly customId: UniqueMetafieldValueInput; readonly handle?: never; readonly id?: never }
  | { readonly customId?: never; readonly handle: string; readonly id?: never }
  | { readonly customId?: never; readonly handle?: never; readonly id: string }

export type ProductSetInput = {
  readonly category?: string | null | undefined
  readonly claimOwnership?: ProductClaimOwnershipInput | null | undefined
  readonly collections?: ReadonlyArray<string> | null | undefined
  readonly combinedListingRole?: CombinedListingsRole | null | undefined
  readonly descriptionHtml?: string | null | undefined
  readonly files?: ReadonlyArray<FileSetInput> | null | undefined
  readonly giftCard?: boolean | null | undefined
  readonly giftCardTemplateSuffix?: string | null | undefined
  readonly handle?: string | null | undefined
  /** @deprecated Use `identifier` instead to get the product's ID */
  readonly id?: string | null | undefined
  readonly metafields?: ReadonlyArray<MetafieldInput> | null | undefined
  readonly productOptions?: ReadonlyArray<OptionSetInput> | null | undefined
  readonly productType?: string | null | undefined
  readonly redirectNewHandle?: boolean | null | undefined
  readonly requiresSellingPlan?: boolean | null | undefined
  readonly seo?: SeoInput | null | undefined
  readonly status?: ProductStatus | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly templateSuffix?: string | null | undefined
  readonly title?: string | null | undefined
  readonly variants?: ReadonlyArray<ProductVariantSetInput> | null | undefined
  readonly vendor?: string | null | undefined
}

export type ProductSetInventoryInput = {
  readonly locationId: string
  readonly name: string
  readonly quantity: number
}

export type ProductSetUserErrorCode =
  | 'CANNOT_COMBINE_LINKED_AND_NONLINKED_OPTION_VALUES'
  | 'CAPABILITY_VIOLATION'
  | 'DUPLICATED_METAFIELD_VALUE'
  | 'DUPLICATED_OPTION_NAME'
  | 'DUPLICATED_OPTION_VALUE'
  | 'DUPLICATED_VALUE'
  | 'DUPLICATE_LINKED_OPTION'
  | 'GENERIC_ERROR'
  | 'GIFT_CARDS_NOT_ACTIVATED'
  | 'GIFT_CARD_ATTRIBUTE_CANNOT_BE_CHANGED'
  | 'HANDLE_NOT_UNIQUE'
  | 'ID_NOT_ALLOWED'
  | 'INPUT_MISMATCH'
  | 'INVALID_INPUT'
  | 'INVALID_METAFIELD'
  | 'INVALID_METAFIELD_VALUE_FOR_LINKED_OPTION'
  | 'INVALID_PRODUCT'
  | 'INVALID_VARIANT'
  | 'INVENTORY_QUANTITIES_LIMIT_EXCEEDED'
  | 'JOB_ERROR'
  | 'LINKED_METAFIELD_DEFINITION_NOT_FOUND'
  | 'LINKED_OPTIONS_NOT_SUPPORTED_FOR_SHOP'
  | 'METAFIELD_MISMATCH'
  | 'MISSING_FIELD_REQUIRED'
  | 'NOT_FOUND'
  | 'OPTIONS_OVER_LIMIT'
  | 'OPTION_DOES_NOT_EXIST'
  | 'OPTION_VALUES_MISSING'
  | 'OPTION_VALUES_OVER_LIMIT'
  | 'OPTION_VALUE_DOES_NOT_EXIST'
  | 'PRODUCT_DOES_NOT_EXIST'
  | 'PRODUCT_OPTIONS_INPUT_MISSING'
  | 'PRODUCT_SUSPENDED'
  | 'PRODUCT_VARIANT_DOES_NOT_EXIST'
  | 'VARIANTS_INPUT_MISSING'
  | 'VARIANTS_OVER_LIMIT'

export type ProductSortKeys =
  | 'CREATED_AT'
  | 'ID'
  | 'INVENTORY_TOTAL'
  | 'PRODUCT_TYPE'
  | 'PUBLISHED_AT'
  | 'RELEVANCE'
  | 'TITLE'
  | 'UPDATED_AT'
  | 'VENDOR'

export type ProductStatus = 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED'

export type ProductUpdateInput = {
  readonly category?: string | null | undefined
  readonly collectionsToJoin?: ReadonlyArray<string> | null | undefined
  readonly collectionsToLeave?: ReadonlyArray<string> | null | undefined
  readonly deleteConflictingConstrainedMetafields?: boolean | null | undefined
  readonly descriptionHtml?: string | null | undefined
  readonly giftCardTemplateSuffix?: string | null | undefined
  readonly handle?: string | null | undefined
  readonly id?: string | null | undefined
  readonly metafields?: ReadonlyArray<MetafieldInput> | null | undefined
  readonly productType?: string | null | undefined
  readonly redirectNewHandle?: boolean | null | undefined
  readonly requiresSellingPlan?: boolean | null | undefined
  readonly seo?: SeoInput | null | undefined
  readonly status?: ProductStatus | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly templateSuffix?: string | null | undefined
  readonly title?: string | null | undefined
  readonly vendor?: string | null | undefined
}

export type ProductVariantInventoryPolicy = 'CONTINUE' | 'DENY'

export type ProductVariantSetInput = {
  readonly barcode?: string | null | undefined
  readonly compareAtPrice?: string | null | undefined
  readonly file?: FileSetInput | null | undefined
  readonly id?: string | null | undefined
  readonly inventoryItem?: InventoryItemInput | null | undefined
  readonly inventoryPolicy?: ProductVariantInventoryPolicy | null | undefined
  readonly inventoryQuantities?: ReadonlyArray<ProductSetInventoryInput> | null | undefined
  readonly metafields?: ReadonlyArray<MetafieldInput> | null | undefined
  readonly optionValues: ReadonlyArray<VariantOptionValueInput>
  readonly position?: number | null | undefined
  readonly price?: string | null | undefined
  readonly published?: boolean | null | undefined
  readonly requiresComponents?: boolean | null | undefined
  readonly showUnitPrice?: boolean | null | undefined
  readonly sku?: string | null | undefined
  readonly taxCode?: string | null | undefined
  readonly taxable?: boolean | null | undefined
  readonly unitPriceMeasurement?: UnitPriceMeasurementInput | null | undefined
}

export type ProductVariantsBulkCreateUserErrorCode =
  | 'CANNOT_SET_NAME_FOR_LINKED_OPTION_VALUE'
  | 'GREATER_THAN_OR_EQUAL_TO'
  | 'INVALID'
  | 'INVALID_INPUT'
  | 'INVENTORY_QUANTITIES_LIMIT_EXCEEDED'
  | 'LOCAL_CURRENCY_GIFT_CARD_PRICE_MUST_BE_ZERO'
  | 'MUST_BE_FOR_THIS_PRODUCT'
  | 'NEED_TO_ADD_OPTION_VALUES'
  | 'NEGATIVE_PRICE_VALUE'
  | 'NOT_DEFINED_FOR_SHOP'
  | 'NO_KEY_ON_CREATE'
  | 'OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS'
  | 'PRODUCT_DOES_NOT_EXIST'
  | 'PRODUCT_SUSPENDED'
  | 'SUBSCRIPTION_VIOLATION'
  | 'TOO_MANY_INVENTORY_LOCATIONS'
  | 'TRACKED_VARIANT_LOCATION_NOT_FOUND'
  | 'UNSUPPORTED_COMBINED_LISTING_PARENT_OPERATION'
  | 'VARIANT_ALREADY_EXISTS'
  | 'VARIANT_ALREADY_EXISTS_CHANGE_OPTION_VALUE'

export type ProductVariantsBulkInput = {
  readonly barcode?: string | null | undefined
  readonly compareAtPrice?: string | null | undefined
  readonly id?: string | null | undefined
  readonly inventoryItem?: InventoryItemInput | null | undefined
  readonly inventoryPolicy?: ProductVariantInventoryPolicy | null | undefined
  readonly inventoryQuantities?: ReadonlyArray<InventoryLevelInput> | null | undefined
  readonly mediaId?: string | null | undefined
  readonly mediaSrc?: ReadonlyArray<string> | null | undefined
  readonly metafields?: ReadonlyArray<MetafieldInput> | null | undefined
  readonly optionValues?: ReadonlyArray<VariantOptionValueInput> | null | undefined
  readonly price?: string | null | undefined
  readonly published?: boolean | null | undefined
  readonly quantityAdjustments?: ReadonlyArray<InventoryAdjustmentInput> | null | undefined
  readonly requiresComponents?: boolean | null | undefined
  readonly showUnitPrice?: boolean | null | undefined
  readonly taxCode?: string | null | undefined
  readonly taxable?: boolean | null | undefined
  readonly unitPriceMeasurement?: UnitPriceMeasurementInput | null | undefined
}

export type ProductVariantsBulkUpdateUserErrorCode =
  | 'BLANK'
  | 'CANNOT_SET_NAME_FOR_LINKED_OPTION_VALUE'
  | 'CANNOT_SPECIFY_BOTH'
  | 'GREATER_THAN_OR_EQUAL_TO'
  | 'INVALID_INPUT'
  | 'INVALID_VALUE'
  | 'INVENTORY_QUANTITIES_LIMIT_EXCEEDED'
  | 'LOCAL_CURRENCY_GIFT_CARD_PRICE_MUST_BE_ZERO'
  | 'MUST_BE_FOR_THIS_PRODUCT'
  | 'MUST_SPECIFY_ONE_OF_PAIR'
  | 'NEED_TO_ADD_OPTION_VALUES'
  | 'NEGATIVE_PRICE_VALUE'
  | 'NOT_DEFINED_FOR_SHOP'
  | 'NO_INVENTORY_QUANTITES_DURING_UPDATE'
  | 'NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE'
  | 'OPTION_DOES_NOT_EXIST'
  | 'OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS'
  | 'OPTION_VALUE_DOES_NOT_EXIST'
  | 'OPTION_VALUE_NAME_TOO_LONG'
  | 'PRODUCT_DOES_NOT_EXIST'
  | 'PRODUCT_SUSPENDED'
  | 'PRODUCT_VARIANT_DOES_NOT_EXIST'
  | 'PRODUCT_VARIANT_ID_MISSING'
  | 'SUBSCRIPTION_VIOLATION'
  | 'TOO_LONG'
  | 'TOO_SHORT'
  | 'UNSUPPORTED_COMBINED_LISTING_PARENT_OPERATION'
  | 'VARIANT_ALREADY_EXISTS'

export type SeoInput = {
  readonly description?: string | null | undefined
  readonly title?: string | null | undefined
}

export type TaxExemption =
  | 'CA_BC_COMMERCIAL_FISHERY_EXEMPTION'
  | 'CA_BC_CONTRACTOR_EXEMPTION'
  | 'CA_BC_PRODUCTION_AND_MACHINERY_EXEMPTION'
  | 'CA_BC_RESELLER_EXEMPTION'
  | 'CA_BC_SUB_CONTRACTOR_EXEMPTION'
  | 'CA_DIPLOMAT_EXEMPTION'
  | 'CA_MB_COMMERCIAL_FISHERY_EXEMPTION'
  | 'CA_MB_FARMER_EXEMPTION'
  | 'CA_MB_RESELLER_EXEMPTION'
  | 'CA_NL_VPT_RESELLER_EXEMPTION'
  | 'CA_NS_COMMERCIAL_FISHERY_EXEMPTION'
  | 'CA_NS_FARMER_EXEMPTION'
  | 'CA_ON_PURCHASE_EXEMPTION'
  | 'CA_PE_COMMERCIAL_FISHERY_EXEMPTION'
  | 'CA_SK_COMMERCIAL_FISHERY_EXEMPTION'
  | 'CA_SK_CONTRACTOR_EXEMPTION'
  | 'CA_SK_FARMER_EXEMPTION'
  | 'CA_SK_PRODUCTION_AND_MACHINERY_EXEMPTION'
  | 'CA_SK_RESELLER_EXEMPTION'
  | 'CA_SK_SUB_CONTRACTOR_EXEMPTION'
  | 'CA_SK_VPT_RESELLER_EXEMPTION'
  | 'CA_STATUS_CARD_EXEMPTION'
  | 'EU_REVERSE_CHARGE_EXEMPTION_RULE'
  | 'US_AK_RESELLER_EXEMPTION'
  | 'US_AL_RESELLER_EXEMPTION'
  | 'US_AR_RESELLER_EXEMPTION'
  | 'US_AZ_RESELLER_EXEMPTION'
  | 'US_CA_RESELLER_EXEMPTION'
  | 'US_CO_RESELLER_EXEMPTION'
  | 'US_CT_RESELLER_EXEMPTION'
  | 'US_DC_RESELLER_EXEMPTION'
  | 'US_DE_RESELLER_EXEMPTION'
  | 'US_FL_RESELLER_EXEMPTION'
  | 'US_GA_RESELLER_EXEMPTION'
  | 'US_HI_RESELLER_EXEMPTION'
  | 'US_IA_RESELLER_EXEMPTION'
  | 'US_ID_RESELLER_EXEMPTION'
  | 'US_IL_RESELLER_EXEMPTION'
  | 'US_IN_RESELLER_EXEMPTION'
  | 'US_KS_RESELLER_EXEMPTION'
  | 'US_KY_RESELLER_EXEMPTION'
  | 'US_LA_RESELLER_EXEMPTION'
  | 'US_MA_RESELLER_EXEMPTION'
  | 'US_MD_RESELLER_EXEMPTION'
  | 'US_ME_RESELLER_EXEMPTION'
  | 'US_MI_RESELLER_EXEMPTION'
  | 'US_MN_RESELLER_EXEMPTION'
  | 'US_MO_RESELLER_EXEMPTION'
  | 'US_MS_RESELLER_EXEMPTION'
  | 'US_MT_RESELLER_EXEMPTION'
  | 'US_NC_RESELLER_EXEMPTION'
  | 'US_ND_RESELLER_EXEMPTION'
  | 'US_NE_RESELLER_EXEMPTION'
  | 'US_NH_RESELLER_EXEMPTION'
  | 'US_NJ_RESELLER_EXEMPTION'
  | 'US_NM_RESELLER_EXEMPTION'
  | 'US_NV_RESELLER_EXEMPTION'
  | 'US_NY_RESELLER_EXEMPTION'
  | 'US_OH_RESELLER_EXEMPTION'
  | 'US_OK_RESELLER_EXEMPTION'
  | 'US_OR_RESELLER_EXEMPTION'
  | 'US_PA_RESELLER_EXEMPTION'
  | 'US_RI_RESELLER_EXEMPTION'
  | 'US_SC_RESELLER_EXEMPTION'
  | 'US_SD_RESELLER_EXEMPTION'
  | 'US_TN_RESELLER_EXEMPTION'
  | 'US_TX_RESELLER_EXEMPTION'
  | 'US_UT_RESELLER_EXEMPTION'
  | 'US_VA_RESELLER_EXEMPTION'
  | 'US_VT_RESELLER_EXEMPTION'
  | 'US_WA_RESELLER_EXEMPTION'
  | 'US_WI_RESELLER_EXEMPTION'
  | 'US_WV_RESELLER_EXEMPTION'
  | 'US_WY_RESELLER_EXEMPTION'

export type UniqueMetafieldValueInput = {
  readonly key: string
  readonly namespace?: string | null | undefined
  readonly value: string
}

export type UnitPriceMeasurementInput = {
  readonly quantityUnit?: UnitPriceMeasurementMeasuredUnit | null | undefined
  readonly quantityValue?: number | null | undefined
  readonly referenceUnit?: UnitPriceMeasurementMeasuredUnit | null | undefined
  readonly referenceValue?: number | null | undefined
}

export type UnitPriceMeasurementMeasuredUnit =
  | 'CL'
  | 'CM'
  | 'FLOZ'
  | 'FT'
  | 'FT2'
  | 'G'
  | 'GAL'
  | 'IN'
  | 'ITEM'
  | 'KG'
  | 'L'
  | 'LB'
  | 'M'
  | 'M2'
  | 'M3'
  | 'MG'
  | 'ML'
  | 'MM'
  | 'OZ'
  | 'PT'
  | 'QT'
  | 'UNKNOWN'
  | 'YD'

export type VariantOptionValueInput = {
  readonly id?: string | null | undefined
  readonly linkedMetafieldValue?: string | null | undefined
  readonly name?: string | null | undefined
  readonly optionId?: string | null | undefined
  readonly optionName?: string | null | undefined
}

export type WebhookSubscriptionTopic =
  | 'APP_PURCHASES_ONE_TIME_UPDATE'
  | 'APP_SCOPES_UPDATE'
  | 'APP_SUBSCRIPTIONS_APPROACHING_CAPPED_AMOUNT'
  | 'APP_SUBSCRIPTIONS_UPDATE'
  | 'APP_UNINSTALLED'
  | 'AUDIT_EVENTS_ADMIN_API_ACTIVITY'
  | 'BULK_OPERATIONS_FINISH'
  | 'CARTS_CREATE'
  | 'CARTS_UPDATE'
  | 'CHANNELS_DELETE'
  | 'CHECKOUTS_CREATE'
  | 'CHECKOUTS_DELETE'
  | 'CHECKOUTS_UPDATE'
  | 'COLLECTIONS_CREATE'
  | 'COLLECTIONS_DELETE'
  | 'COLLECTIONS_UPDATE'
  | 'COLLECTION_LISTINGS_ADD'
  | 'COLLECTION_LISTINGS_REMOVE'
  | 'COLLECTION_LISTINGS_UPDATE'
  | 'COLLECTION_PUBLICATIONS_CREATE'
  | 'COLLECTION_PUBLICATIONS_DELETE'
  | 'COLLECTION_PUBLICATIONS_UPDATE'
  | 'COMPANIES_CREATE'
  | 'COMPANIES_DELETE'
  | 'COMPANIES_UPDATE'
  | 'COMPANY_CONTACTS_CREATE'
  | 'COMPANY_CONTACTS_DELETE'
  | 'COMPANY_CONTACTS_UPDATE'
  | 'COMPANY_CONTACT_ROLES_ASSIGN'
  | 'COMPANY_CONTACT_ROLES_REVOKE'
  | 'COMPANY_LOCATIONS_CREATE'
  | 'COMPANY_LOCATIONS_DELETE'
  | 'COMPANY_LOCATIONS_UPDATE'
  | 'CUSTOMERS_CREATE'
  | 'CUSTOMERS_DELETE'
  | 'CUSTOMERS_DISABLE'
  | 'CUSTOMERS_EMAIL_MARKETING_CONSENT_UPDATE'
  | 'CUSTOMERS_ENABLE'
  | 'CUSTOMERS_MARKETING_CONSENT_UPDATE'
  | 'CUSTOMERS_MERGE'
  | 'CUSTOMERS_PURCHASING_SUMMARY'
  | 'CUSTOMERS_UPDATE'
  | 'CUSTOMERS_WHATS_APP_MARKETING_CONSENT_UPDATE'
  | 'CUSTOMER_ACCOUNT_SETTINGS_UPDATE'
  | 'CUSTOMER_GROUPS_CREATE'
  | 'CUSTOMER_GROUPS_DELETE'
  | 'CUSTOMER_GROUPS_UPDATE'
  | 'CUSTOMER_JOINED_SEGMENT'
  | 'CUSTOMER_LEFT_SEGMENT'
  | 'CUSTOMER_PAYMENT_METHODS_CREATE'
  | 'CUSTOMER_PAYMENT_METHODS_REVOKE'
  | 'CUSTOMER_PAYMENT_METHODS_UPDATE'
  | 'CUSTOMER_TAGS_ADDED'
  | 'CUSTOMER_TAGS_REMOVED'
  | 'DELIVERY_PROMISE_SETTINGS_UPDATE'
  | 'DISCOUNTS_CREATE'
  | 'DISCOUNTS_DELETE'
  | 'DISCOUNTS_REDEEMCODE_ADDED'
  | 'DISCOUNTS_REDEEMCODE_REMOVED'
  | 'DISCOUNTS_UPDATE'
  | 'DISPUTES_CREATE'
  | 'DISPUTES_UPDATE'
  | 'DOMAINS_CREATE'
  | 'DOMAINS_DESTROY'
  | 'DOMAINS_UPDATE'
  | 'DRAFT_ORDERS_CREATE'
  | 'DRAFT_ORDERS_DELETE'
  | 'DRAFT_ORDERS_UPDATE'
  | 'FINANCE_APP_STAFF_MEMBER_DELETE'
  | 'FINANCE_APP_STAFF_MEMBER_GRANT'
  | 'FINANCE_APP_STAFF_MEMBER_REVOKE'
  | 'FINANCE_APP_STAFF_MEMBER_UPDATE'
  | 'FINANCE_KYC_INFORMATION_UPDATE'
  | 'FULFILLMENTS_CREATE'
  | 'FULFILLMENTS_UPDATE'
  | 'FULFILLMENT_EVENTS_CREATE'
  | 'FULFILLMENT_EVENTS_DELETE'
  | 'FULFILLMENT_HOLDS_ADDED'
  | 'FULFILLMENT_HOLDS_RELEASED'
  | 'FULFILLMENT_ORDERS_CANCELLATION_REQUEST_ACCEPTED'
  | 'FULFILLMENT_ORDERS_CANCELLATION_REQUEST_REJECTED'
  | 'FULFILLMENT_ORDERS_CANCELLATION_REQUEST_SUBMITTED'
  | 'FULFILLMENT_ORDERS_CANCELLED'
  | 'FULFILLMENT_ORDERS_FULFILLMENT_REQUEST_ACCEPTED'
  | 'FULFILLMENT_ORDERS_FULFILLMENT_REQUEST_REJECTED'
  | 'FULFILLMENT_ORDERS_FULFILLMENT_REQUEST_SUBMITTED'
  | 'FULFILLMENT_ORDERS_FULFILLMENT_SERVICE_FAILED_TO_COMPLETE'
  | 'FULFILLMENT_ORDERS_HOLD_RELEASED'
  | 'FULFILLMENT_ORDERS_LINE_ITEMS_PREPARED_FOR_LOCAL_DELIVERY'
  | 'FULFILLMENT_ORDERS_LINE_ITEMS_PREPARED_FOR_PICKUP'
  | 'FULFILLMENT_ORDERS_MANUALLY_REPORTED_PROGRESS_STOPPED'
  | 'FULFILLMENT_ORDERS_MERGED'
  | 'FULFILLMENT_ORDERS_MOVED'
  | 'FULFILLMENT_ORDERS_ORDER_ROUTING_COMPLETE'
  | 'FULFILLMENT_ORDERS_PLACED_ON_HOLD'
  | 'FULFILLMENT_ORDERS_PROGRESS_REPORTED'
  | 'FULFILLMENT_ORDERS_RESCHEDULED'
  | 'FULFILLMENT_ORDERS_SCHEDULED_FULFILLMENT_ORDER_READY'
  | 'FULFILLMENT_ORDERS_SPLIT'
  | 'INVENTORY_ITEMS_CREATE'
  | 'INVENTORY_ITEMS_DELETE'
  | 'INVENTORY_ITEMS_UPDATE'
  | 'INVENTORY_LEVELS_CONNECT'
  | 'INVENTORY_LEVELS_DISCONNECT'
  | 'INVENTORY_LEVELS_UPDATE'
  | 'INVENTORY_SHIPMENTS_ADD_ITEMS'
  | 'INVENTORY_SHIPMENTS_CREATE'
  | 'INVENTORY_SHIPMENTS_DELETE'
  | 'INVENTORY_SHIPMENTS_MARK_IN_TRANSIT'
  | 'INVENTORY_SHIPMENTS_RECEIVE_ITEMS'
  | 'INVENTORY_SHIPMENTS_REMOVE_ITEMS'
  | 'INVENTORY_SHIPMENTS_UPDATE_ITEM_QUANTITIES'
  | 'INVENTORY_SHIPMENTS_UPDATE_TRACKING'
  | 'INVENTORY_TRANSFERS_ADD_ITEMS'
  | 'INVENTORY_TRANSFERS_CANCEL'
  | 'INVENTORY_TRANSFERS_COMPLETE'
  | 'INVENTORY_TRANSFERS_READY_TO_SHIP'
  | 'INVENTORY_TRANSFERS_REMOVE_ITEMS'
  | 'INVENTORY_TRANSFERS_UPDATED'
  | 'INVENTORY_TRANSFERS_UPDATE_ITEM_QUANTITIES'
  | 'LOCALES_CREATE'
  | 'LOCALES_DESTROY'
  | 'LOCALES_UPDATE'
  | 'LOCATIONS_ACTIVATE'
  | 'LOCATIONS_CREATE'
  | 'LOCATIONS_DEACTIVATE'
  | 'LOCATIONS_DELETE'
  | 'LOCATIONS_UPDATE'
  | 'MARKETS_BACKUP_REGION_UPDATE'
  | 'MARKETS_CREATE'
  | 'MARKETS_DELETE'
  | 'MARKETS_UPDATE'
  | 'METAFIELD_DEFINITIONS_CREATE'
  | 'METAFIELD_DEFINITIONS_DELETE'
  | 'METAFIELD_DEFINITIONS_UPDATE'
  | 'METAOBJECTS_CREATE'
  | 'METAOBJECTS_DELETE'
  | 'METAOBJECTS_UPDATE'
  | 'ORDERS_CANCELLED'
  | 'ORDERS_CREATE'
  | 'ORDERS_DELETE'
  | 'ORDERS_EDITED'
  | 'ORDERS_FULFILLED'
  | 'ORDERS_LINK_REQUESTED'
  | 'ORDERS_PAID'
  | 'ORDERS_PARTIALLY_FULFILLED'
  | 'ORDERS_RISK_ASSESSMENT_CHANGED'
  | 'ORDERS_SHOPIFY_PROTECT_ELIGIBILITY_CHANGED'
  | 'ORDERS_UPDATED'
  | 'ORDER_TRANSACTIONS_CREATE'
  | 'PAYMENT_SCHEDULES_DUE'
  | 'PAYMENT_TERMS_CREATE'
  | 'PAYMENT_TERMS_DELETE'
  | 'PAYMENT_TERMS_UPDATE'
  | 'PRODUCTS_CREATE'
  | 'PRODUCTS_DELETE'
  | 'PRODUCTS_UPDATE'
  | 'PRODUCT_FEEDS_CREATE'
  | 'PRODUCT_FEEDS_FULL_SYNC'
  | 'PRODUCT_FEEDS_FULL_SYNC_FINISH'
  | 'PRODUCT_FEEDS_INCREMENTAL_SYNC'
  | 'PRODUCT_FEEDS_UPDATE'
  | 'PRODUCT_LISTINGS_ADD'
  | 'PRODUCT_LISTINGS_REMOVE'
  | 'PRODUCT_LISTINGS_UPDATE'
  | 'PRODUCT_PUBLICATIONS_CREATE'
  | 'PRODUCT_PUBLICATIONS_DELETE'
  | 'PRODUCT_PUBLICATIONS_UPDATE'
  | 'PROFILES_CREATE'
  | 'PROFILES_DELETE'
  | 'PROFILES_UPDATE'
  | 'REFUNDS_CREATE'
  | 'RETURNS_APPROVE'
  | 'RETURNS_CANCEL'
  | 'RETURNS_CLOSE'
  | 'RETURNS_DECLINE'
  | 'RETURNS_PROCESS'
  | 'RETURNS_REOPEN'
  | 'RETURNS_REQUEST'
  | 'RETURNS_UPDATE'
  | 'REVERSE_DELIVERIES_ATTACH_DELIVERABLE'
  | 'REVERSE_FULFILLMENT_ORDERS_DISPOSE'
  | 'SCHEDULED_PRODUCT_LISTINGS_ADD'
  | 'SCHEDULED_PRODUCT_LISTINGS_REMOVE'
  | 'SCHEDULED_PRODUCT_LISTINGS_UPDATE'
  | 'SEGMENTS_CREATE'
  | 'SEGMENTS_DELETE'
  | 'SEGMENTS_UPDATE'
  | 'SELLING_PLAN_GROUPS_CREATE'
  | 'SELLING_PLAN_GROUPS_DELETE'
  | 'SELLING_PLAN_GROUPS_UPDATE'
  | 'SHIPPING_ADDRESSES_CREATE'
  | 'SHIPPING_ADDRESSES_UPDATE'
  | 'SHOP_UPDATE'
  | 'SUBSCRIPTION_BILLING_ATTEMPTS_CHALLENGED'
  | 'SUBSCRIPTION_BILLING_ATTEMPTS_FAILURE'
  | 'SUBSCRIPTION_BILLING_ATTEMPTS_SUCCESS'
  | 'SUBSCRIPTION_BILLING_CYCLES_SKIP'
  | 'SUBSCRIPTION_BILLING_CYCLES_UNSKIP'
  | 'SUBSCRIPTION_BILLING_CYCLE_EDITS_CREATE'
  | 'SUBSCRIPTION_BILLING_CYCLE_EDITS_DELETE'
  | 'SUBSCRIPTION_BILLING_CYCLE_EDITS_UPDATE'
  | 'SUBSCRIPTION_CONTRACTS_ACTIVATE'
  | 'SUBSCRIPTION_CONTRACTS_CANCEL'
  | 'SUBSCRIPTION_CONTRACTS_CREATE'
  | 'SUBSCRIPTION_CONTRACTS_EXPIRE'
  | 'SUBSCRIPTION_CONTRACTS_FAIL'
  | 'SUBSCRIPTION_CONTRACTS_PAUSE'
  | 'SUBSCRIPTION_CONTRACTS_UPDATE'
  | 'TAX_SERVICES_CREATE'
  | 'TAX_SERVICES_UPDATE'
  | 'TENDER_TRANSACTIONS_CREATE'
  | 'THEMES_CREATE'
  | 'THEMES_DELETE'
  | 'THEMES_PUBLISH'
  | 'THEMES_UPDATE'
  | 'VARIANTS_IN_STOCK'
  | 'VARIANTS_OUT_OF_STOCK'

export type WeightInput = {
  readonly unit: WeightUnit
  readonly value: number
}

export type WeightUnit = 'GRAMS' | 'KILOGRAMS' | 'OUNCES' | 'POUNDS'

export type AddressPartsFragment = {
  readonly firstName: string | null
  readonly lastName: string | null
  readonly company: string | null
  readonly address1: string | null
  readonly address2: string | null
  readonly city: string | null
  readonly province: string | null
  readonly zip: string | null
  readonly country: string | null
  readonly countryCodeV2: CountryCode | null
  readonly phone: string | null
}

export type BulkOperationPartsFragment = {
  readonly id: string
  readonly status: BulkOperationStatus
  readonly errorCode: BulkOperationErrorCode | null
  readonly createdAt: string
  readonly query: string
  readonly objectCount: string
  readonly rootObjectCount: string
  readonly fileSize: string | null
  readonly url: string | null
}

export type CollectionPartsFragment = {
  readonly id: string
  readonly title: string
  readonly handle: string
  readonly descriptionHtml: string
  readonly sortOrder: CollectionSortOrder
  readonly updatedAt: string
}

export type CustomerFieldsFragment = {
  readonly id: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly state: CustomerState
  readonly note: string | null
  readonly tags: ReadonlyArray<string>
  readonly locale: string
  readonly taxExempt: boolean
  readonly verifiedEmail: boolean
  readonly numberOfOrders: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly defaultEmailAddress: {
    readonly emailAddress: string
    readonly marketingState: CustomerEmailAddressMarketingState
  } | null
  readonly defaultPhoneNumber: { readonly phoneNumber: string } | null
  readonly defaultAddress: AddressPartsFragment | null
}

export type CustomerPartsFragment = {
  readonly addressesV2: {
    readonly nodes: ReadonlyArray<{ readonly id: string } & AddressPartsFragment>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
} & CustomerFieldsFragment

export type FulfillmentPartsFragment = {
  readonly id: string
  readonly name: string
  readonly status: FulfillmentStatus
  readonly createdAt: string
  readonly updatedAt: string
  readonly trackingInfo: ReadonlyArray<{
    readonly company: string | null
    readonly number: string | null
    readonly url: string | null
  }>
  readonly fulfillmentLineItems: {
    readonly nodes: ReadonlyArray<{ readonly quantity: number | null; readonly lineItem: { readonly id: string } }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type LevelPartsFragment = {
  readonly id: string
  readonly isActive: boolean
  readonly createdAt: string
  readonly updatedAt: string
  readonly item: { readonly id: string }
  readonly location: { readonly id: string }
  readonly quantities: ReadonlyArray<{ readonly name: string; readonly quantity: number }>
}

export type LinePartsFragment = {
  readonly id: string
  readonly name: string
  readonly sku: string | null
  readonly quantity: number
  readonly currentQuantity: number
  readonly requiresShipping: boolean
  readonly originalUnitPriceSet: MoneyPartsFragment
  readonly totalDiscountSet: MoneyPartsFragment
  readonly taxLines: ReadonlyArray<{
    readonly title: string
    readonly rate: number | null
    readonly priceSet: MoneyPartsFragment
  }>
  readonly product: { readonly id: string } | null
  readonly variant: { readonly id: string } | null
}

export type LocationPartsFragment = {
  readonly id: string
  readonly name: string
  readonly isActive: boolean
  readonly createdAt: string
  readonly updatedAt: string
  readonly address: {
    readonly address1: string | null
    readonly address2: string | null
    readonly city: string | null
    readonly province: string | null
    readonly zip: string | null
    readonly country: string | null
    readonly countryCode: string | null
    readonly phone: string | null
  }
}

export type MoneyPartsFragment = {
  readonly shopMoney: { readonly amount: string; readonly currencyCode: CurrencyCode }
  readonly presentmentMoney: { readonly amount: string; readonly currencyCode: CurrencyCode }
}

export type OrderFieldsFragment = {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly note: string | null
  readonly tags: ReadonlyArray<string>
  readonly test: boolean
  readonly sourceName: string | null
  readonly sourceIdentifier: string | null
  readonly createdAt: string
  readonly updatedAt: string
  readonly processedAt: string
  readonly closedAt: string | null
  readonly cancelledAt: string | null
  readonly cancelReason: OrderCancelReason | null
  readonly currencyCode: CurrencyCode
  readonly presentmentCurrencyCode: CurrencyCode
  readonly displayFinancialStatus: OrderDisplayFinancialStatus | null
  readonly displayFulfillmentStatus: OrderDisplayFulfillmentStatus
  readonly paymentGatewayNames: ReadonlyArray<string>
  readonly totalPriceSet: MoneyPartsFragment
  readonly subtotalPriceSet: MoneyPartsFragment | null
  readonly totalTaxSet: MoneyPartsFragment | null
  readonly totalShippingPriceSet: MoneyPartsFragment
  readonly totalDiscountsSet: MoneyPartsFragment | null
  readonly customer: { readonly id: string } | null
  readonly shippingLine: { readonly title: string } | null
  readonly shippingAddress: AddressPartsFragment | null
  readonly billingAddress: AddressPartsFragment | null
}

export type OrderPartsFragment = {
  readonly lineItems: {
    readonly nodes: ReadonlyArray<LinePartsFragment>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
  readonly fulfillments: ReadonlyArray<FulfillmentPartsFragment>
  readonly refunds: ReadonlyArray<RefundPartsFragment>
} & OrderFieldsFragment

export type ProductFieldsFragment = {
  readonly id: string
  readonly title: string
  readonly handle: string
  readonly status: ProductStatus
  readonly vendor: string
  readonly productType: string
  readonly descriptionHtml: string
  readonly tags: ReadonlyArray<string>
  readonly templateSuffix: string | null
  readonly totalInventory: number
  readonly createdAt: string
  readonly updatedAt: string
  readonly publishedAt: string | null
  readonly options: ReadonlyArray<{ readonly name: string; readonly position: number }>
}

export type ProductPartsFragment = {
  readonly media: {
    readonly nodes: ReadonlyArray<
      | { readonly id: string }
      | { readonly id: string; readonly image: { readonly url: string } | null }
      | { readonly id: string }
      | { readonly id: string }
    >
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
  readonly collections: {
    readonly nodes: ReadonlyArray<{ readonly id: string }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
  readonly variants: {
    readonly nodes: ReadonlyArray<VariantPartsFragment>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
} & ProductFieldsFragment

export type RefundPartsFragment = {
  readonly id: string
  readonly note: string | null
  readonly createdAt: string | null
  readonly updatedAt: string
  readonly totalRefundedSet: MoneyPartsFragment
  readonly refundLineItems: {
    readonly nodes: ReadonlyArray<{
      readonly quantity: number
      readonly subtotalSet: MoneyPartsFragment
      readonly lineItem: { readonly id: string }
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type VariantPartsFragment = {
  readonly id: string
  readonly title: string
  readonly sku: string | null
  readonly barcode: string | null
  readonly position: number
  readonly price: string
  readonly compareAtPrice: string | null
  readonly inventoryQuantity: number | null
  readonly inventoryPolicy: ProductVariantInventoryPolicy
  readonly taxable: boolean
  readonly createdAt: string
  readonly updatedAt: string
  readonly selectedOptions: ReadonlyArray<{ readonly name: string; readonly value: string }>
  readonly inventoryItem: {
    readonly id: string
    readonly tracked: boolean
    readonly requiresShipping: boolean
    readonly unitCost: { readonly amount: string; readonly currencyCode: CurrencyCode } | null
    readonly measurement: { readonly weight: { readonly value: number; readonly unit: WeightUnit } | null }
  }
}

export type AddOrderLineMutationVariables = Exact<{
  id: string
  variant: string
  quantity: number
}>

export type AddOrderLineMutation = {
  readonly orderEditAddVariant: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type AddTagsMutationVariables = Exact<{
  id: string
  tags: ReadonlyArray<string> | string
}>

export type AddTagsMutation = {
  readonly changeTags: {
    readonly node:
      | { readonly tags: ReadonlyArray<string> }
      | { readonly tags: ReadonlyArray<string> }
      | { readonly tags: ReadonlyArray<string> }
      | Record<PropertyKey, never>
      | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type AdjustInventoryMutationVariables = Exact<{
  input: InventoryAdjustQuantitiesInput
  key: string
}>

export type AdjustInventoryMutation = {
  readonly inventoryAdjustQuantities: {
    readonly userErrors: ReadonlyArray<{
      readonly code: InventoryAdjustQuantitiesUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type BeginOrderEditMutationVariables = Exact<{
  id: string
}>

export type BeginOrderEditMutation = {
  readonly orderEditBegin: {
    readonly calculatedOrder: {
      readonly id: string
      readonly lineItems: {
        readonly nodes: ReadonlyArray<{
          readonly id: string
          readonly quantity: number
          readonly variant: { readonly id: string } | null
        }>
      }
    } | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type BulkOperationQueryVariables = Exact<{
  id: string
}>

export type BulkOperationQuery = { readonly bulkOperation: BulkOperationPartsFragment | null }

export type BulkCustomersQueryVariables = Exact<{ [key: string]: never }>

export type BulkCustomersQuery = {
  readonly customers: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly addressesV2: {
          readonly edges: ReadonlyArray<{ readonly node: { readonly id: string } & AddressPartsFragment }>
        }
      } & CustomerFieldsFragment
    }>
  }
}

export type BulkInventoryQueryVariables = Exact<{ [key: string]: never }>

export type BulkInventoryQuery = {
  readonly inventoryItems: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string
        readonly inventoryLevels: { readonly edges: ReadonlyArray<{ readonly node: LevelPartsFragment }> }
      }
    }>
  }
}

export type BulkOrdersQueryVariables = Exact<{ [key: string]: never }>

export type BulkOrdersQuery = {
  readonly orders: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly lineItems: { readonly edges: ReadonlyArray<{ readonly node: LinePartsFragment }> }
        readonly fulfillments: ReadonlyArray<{ readonly id: string }>
        readonly refunds: ReadonlyArray<{ readonly id: string }>
      } & OrderFieldsFragment
    }>
  }
}

export type BulkProductsQueryVariables = Exact<{ [key: string]: never }>

export type BulkProductsQuery = {
  readonly products: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly featuredMedia:
          | { readonly id: string }
          | { readonly id: string }
          | { readonly id: string }
          | { readonly id: string }
          | null
        readonly media: {
          readonly edges: ReadonlyArray<{
            readonly node:
              | { readonly id: string }
              | { readonly id: string; readonly image: { readonly url: string } | null }
              | { readonly id: string }
              | { readonly id: string }
          }>
        }
        readonly collections: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string } }> }
        readonly variants: { readonly edges: ReadonlyArray<{ readonly node: VariantPartsFragment }> }
      } & ProductFieldsFragment
    }>
  }
}

export type CancelBulkOperationMutationVariables = Exact<{
  id: string
}>

export type CancelBulkOperationMutation = {
  readonly bulkOperationCancel: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type CancelOrderMutationVariables = Exact<{
  id: string
  reason: OrderCancelReason
  restock: boolean
  refund: OrderCancelRefundMethodInput
  notify: boolean
  note: string
}>

export type CancelOrderMutation = {
  readonly orderCancel: {
    readonly jobResult: {
      readonly errors: ReadonlyArray<{
        readonly code: OrderCancelUserErrorCode | null
        readonly field: ReadonlyArray<string> | null
        readonly message: string
      }>
    } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: OrderCancelUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type CheckLocationsQueryVariables = Exact<{ [key: string]: never }>

export type CheckLocationsQuery = { readonly locations: { readonly nodes: ReadonlyArray<{ readonly id: string }> } }

export type CheckQueryVariables = Exact<{ [key: string]: never }>

export type CheckQuery = {
  readonly shop: { readonly myshopifyDomain: string }
  readonly currentAppInstallation: { readonly accessScopes: ReadonlyArray<{ readonly handle: string }> }
}

export type ClockQueryVariables = Exact<{ [key: string]: never }>

export type ClockQuery = { readonly shop: { readonly id: string } }

export type CloseOrderMutationVariables = Exact<{
  id: string
}>

export type CloseOrderMutation = {
  readonly orderClose: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type CollectionsByIdQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string
}>

export type CollectionsByIdQuery = {
  readonly nodes: ReadonlyArray<CollectionPartsFragment | Record<PropertyKey, never> | null>
}

export type CollectionsPageQueryVariables = Exact<{
  after?: string | null | undefined
  query?: string | null | undefined
  sortKey?: CollectionSortKeys | null | undefined
}>

export type CollectionsPageQuery = {
  readonly collections: {
    readonly nodes: ReadonlyArray<CollectionPartsFragment>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type CommitOrderEditMutationVariables = Exact<{
  id: string
  note: string
}>

export type CommitOrderEditMutation = {
  readonly orderEditCommit: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type CountCustomersQueryVariables = Exact<{
  limit: number
}>

export type CountCustomersQuery = { readonly customersCount: { readonly count: number } | null }

export type CountOrdersQueryVariables = Exact<{
  limit: number
}>

export type CountOrdersQuery = { readonly ordersCount: { readonly count: number } | null }

export type CountProductsQueryVariables = Exact<{
  limit: number
}>

export type CountProductsQuery = { readonly productsCount: { readonly count: number } | null }

export type CountVariantsQueryVariables = Exact<{
  limit: number
}>

export type CountVariantsQuery = { readonly productVariantsCount: { readonly count: number } | null }

export type CreateFulfillmentMutationVariables = Exact<{
  fulfillment: FulfillmentInput
}>

export type CreateFulfillmentMutation = {
  readonly fulfillmentCreate: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type CreateOrderMutationVariables = Exact<{
  order: OrderCreateOrderInput
  options: OrderCreateOptionsInput
}>

export type CreateOrderMutation = {
  readonly orderCreate: {
    readonly order: { readonly id: string } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: OrderCreateUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type CreateVariantsMutationVariables = Exact<{
  product: string
  variants: ReadonlyArray<ProductVariantsBulkInput> | ProductVariantsBulkInput
}>

export type CreateVariantsMutation = {
  readonly productVariantsBulkCreate: {
    readonly userErrors: ReadonlyArray<{
      readonly code: ProductVariantsBulkCreateUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type CustomerAddressesQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type CustomerAddressesQuery = {
  readonly customer: {
    readonly addressesV2: {
      readonly nodes: ReadonlyArray<{ readonly id: string } & AddressPartsFragment>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type CustomerByIdentifierQueryVariables = Exact<{
  identifier: CustomerIdentifierInput
}>

export type CustomerByIdentifierQuery = {
  readonly customerByIdentifier: {
    readonly id: string
    readonly firstName: string | null
    readonly lastName: string | null
    readonly note: string | null
    readonly tags: ReadonlyArray<string>
    readonly defaultEmailAddress: { readonly emailAddress: string } | null
    readonly defaultPhoneNumber: { readonly phoneNumber: string } | null
  } | null
}

export type CustomerConsentQueryVariables = Exact<{
  id: string
}>

export type CustomerConsentQuery = {
  readonly customer: {
    readonly defaultEmailAddress: { readonly marketingState: CustomerEmailAddressMarketingState } | null
    readonly defaultPhoneNumber: {
      readonly smsMarketingConsent: { readonly state: CustomerMarketingConsentState }
    } | null
  } | null
}

export type CustomersByIdQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string
}>

export type CustomersByIdQuery = {
  readonly nodes: ReadonlyArray<CustomerPartsFragment | Record<PropertyKey, never> | null>
}

export type CustomersPageQueryVariables = Exact<{
  after?: string | null | undefined
  query?: string | null | undefined
  sortKey?: CustomerSortKeys | null | undefined
}>

export type CustomersPageQuery = {
  readonly customers: {
    readonly nodes: ReadonlyArray<CustomerPartsFragment>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type DefineCustomIdMutationVariables = Exact<{
  definition: MetafieldDefinitionInput
}>

export type DefineCustomIdMutation = {
  readonly metafieldDefinitionCreate: {
    readonly userErrors: ReadonlyArray<{
      readonly code: MetafieldDefinitionCreateUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type DeleteProductMutationVariables = Exact<{
  id: string
}>

export type DeleteProductMutation = {
  readonly productDelete: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type DeletionsQueryVariables = Exact<{
  after?: string | null | undefined
  query: string
}>

export type DeletionsQuery = {
  readonly events: {
    readonly nodes: ReadonlyArray<
      | {
          readonly action: string
          readonly subjectId: string
          readonly subjectType: EventSubjectType
          readonly createdAt: string
        }
      | Record<PropertyKey, never>
    >
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  } | null
}

export type FulfillmentLinesQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type FulfillmentLinesQuery = {
  readonly fulfillment: {
    readonly fulfillmentLineItems: {
      readonly nodes: ReadonlyArray<{ readonly quantity: number | null; readonly lineItem: { readonly id: string } }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type FulfillmentOrderLinesQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type FulfillmentOrderLinesQuery = {
  readonly fulfillmentOrder: {
    readonly lineItems: {
      readonly nodes: ReadonlyArray<{
        readonly id: string
        readonly remainingQuantity: number
        readonly variant: { readonly id: string } | null
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type FulfillmentOrdersQueryVariables = Exact<{
  id: string
}>

export type FulfillmentOrdersQuery = {
  readonly order: {
    readonly cancelledAt: string | null
    readonly fulfillmentOrders: {
      readonly nodes: ReadonlyArray<{
        readonly id: string
        readonly status: FulfillmentOrderStatus
        readonly supportedActions: ReadonlyArray<{ readonly action: FulfillmentOrderAction }>
        readonly assignedLocation: { readonly location: { readonly id: string } | null }
      }>
    }
    readonly fulfillments: ReadonlyArray<{
      readonly id: string
      readonly status: FulfillmentStatus
      readonly createdAt: string
      readonly location: { readonly id: string } | null
      readonly trackingInfo: ReadonlyArray<{ readonly number: string | null }>
    }>
  } | null
}

export type FulfillmentQuantitiesQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type FulfillmentQuantitiesQuery = {
  readonly fulfillment: {
    readonly fulfillmentLineItems: {
      readonly nodes: ReadonlyArray<{
        readonly quantity: number | null
        readonly lineItem: { readonly variant: { readonly id: string } | null }
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type LevelQueryVariables = Exact<{
  item: string
  location: string
}>

export type LevelQuery = { readonly inventoryItem: { readonly inventoryLevel: LevelPartsFragment | null } | null }

export type LevelsByItemQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string
}>

export type LevelsByItemQuery = {
  readonly nodes: ReadonlyArray<
    | {
        readonly id: string
        readonly inventoryLevels: {
          readonly nodes: ReadonlyArray<LevelPartsFragment>
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
        }
      }
    | Record<PropertyKey, never>
    | null
  >
}

export type LevelsPageQueryVariables = Exact<{
  location: string
  after?: string | null | undefined
  query?: string | null | undefined
}>

export type LevelsPageQuery = {
  readonly location: {
    readonly inventoryLevels: {
      readonly nodes: ReadonlyArray<LevelPartsFragment>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type LocationsByIdQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string
}>

export type LocationsByIdQuery = {
  readonly nodes: ReadonlyArray<LocationPartsFragment | Record<PropertyKey, never> | null>
}

export type LocationsPageQueryVariables = Exact<{
  after?: string | null | undefined
}>

export type LocationsPageQuery = {
  readonly locations: {
    readonly nodes: ReadonlyArray<LocationPartsFragment>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type MarkOrderPaidMutationVariables = Exact<{
  id: string
}>

export type MarkOrderPaidMutation = {
  readonly orderMarkAsPaid: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type MediaOrderQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string
}>

export type MediaOrderQuery = {
  readonly nodes: ReadonlyArray<
    | {
        readonly id: string
        readonly media: {
          readonly nodes: ReadonlyArray<
            { readonly id: string } | { readonly id: string } | { readonly id: string } | { readonly id: string }
          >
        }
      }
    | Record<PropertyKey, never>
    | null
  >
}

export type OpenOrderMutationVariables = Exact<{
  id: string
}>

export type OpenOrderMutation = {
  readonly orderOpen: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type OrderByCustomIdQueryVariables = Exact<{
  identifier: OrderIdentifierInput
}>

export type OrderByCustomIdQuery = { readonly orderByIdentifier: { readonly id: string } | null }

export type OrderLinesQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type OrderLinesQuery = {
  readonly order: {
    readonly lineItems: {
      readonly nodes: ReadonlyArray<LinePartsFragment>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type OrderQuantitiesQueryVariables = Exact<{
  id: string
}>

export type OrderQuantitiesQuery = {
  readonly order: {
    readonly lineItems: {
      readonly nodes: ReadonlyArray<{
        readonly id: string
        readonly currentQuantity: number
        readonly variant: { readonly id: string } | null
      }>
      readonly pageInfo: { readonly hasNextPage: boolean }
    }
  } | null
}

export type OrderStateQueryVariables = Exact<{
  id: string
}>

export type OrderStateQuery = {
  readonly order: {
    readonly closedAt: string | null
    readonly cancelledAt: string | null
    readonly displayFinancialStatus: OrderDisplayFinancialStatus | null
  } | null
}

export type OrderValuesQueryVariables = Exact<{
  id: string
}>

export type OrderValuesQuery = {
  readonly order: {
    readonly note: string | null
    readonly tags: ReadonlyArray<string>
    readonly email: string | null
    readonly phone: string | null
    readonly customAttributes: ReadonlyArray<{ readonly key: string; readonly value: string | null }>
    readonly shippingAddress: {
      readonly firstName: string | null
      readonly lastName: string | null
      readonly company: string | null
      readonly address1: string | null
      readonly address2: string | null
      readonly city: string | null
      readonly zip: string | null
      readonly province: string | null
      readonly provinceCode: string | null
      readonly countryCodeV2: CountryCode | null
      readonly phone: string | null
    } | null
  } | null
}

export type OrdersByIdQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string
}>

export type OrdersByIdQuery = { readonly nodes: ReadonlyArray<OrderPartsFragment | Record<PropertyKey, never> | null> }

export type OrdersPageQueryVariables = Exact<{
  after?: string | null | undefined
  query?: string | null | undefined
  sortKey?: OrderSortKeys | null | undefined
}>

export type OrdersPageQuery = {
  readonly orders: {
    readonly nodes: ReadonlyArray<OrderPartsFragment>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type ProductByIdentifierQueryVariables = Exact<{
  identifier: ProductIdentifierInput
}>

export type ProductByIdentifierQuery = { readonly productByIdentifier: { readonly id: string } | null }

export type ProductCollectionsQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type ProductCollectionsQuery = {
  readonly product: {
    readonly collections: {
      readonly nodes: ReadonlyArray<{ readonly id: string }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type ProductMediaQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type ProductMediaQuery = {
  readonly product: {
    readonly media: {
      readonly nodes: ReadonlyArray<
        | { readonly id: string }
        | { readonly id: string; readonly image: { readonly url: string } | null }
        | { readonly id: string }
        | { readonly id: string }
      >
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type ProductSkusQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type ProductSkusQuery = {
  readonly product: {
    readonly options: ReadonlyArray<{ readonly name: string }>
    readonly variants: {
      readonly nodes: ReadonlyArray<{ readonly id: string; readonly sku: string | null }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type ProductStateQueryVariables = Exact<{
  id: string
}>

export type ProductStateQuery = {
  readonly product: {
    readonly title: string
    readonly descriptionHtml: string
    readonly vendor: string
    readonly productType: string
    readonly handle: string
    readonly status: ProductStatus
    readonly tags: ReadonlyArray<string>
  } | null
}

export type ProductVariantsQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type ProductVariantsQuery = {
  readonly product: {
    readonly variants: {
      readonly nodes: ReadonlyArray<VariantPartsFragment>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type ProductsByIdQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string
}>

export type ProductsByIdQuery = {
  readonly nodes: ReadonlyArray<ProductPartsFragment | Record<PropertyKey, never> | null>
}

export type ProductsPageQueryVariables = Exact<{
  after?: string | null | undefined
  query?: string | null | undefined
  sortKey?: ProductSortKeys | null | undefined
}>

export type ProductsPageQuery = {
  readonly products: {
    readonly nodes: ReadonlyArray<ProductPartsFragment>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type RefundLinesQueryVariables = Exact<{
  id: string
  after?: string | null | undefined
}>

export type RefundLinesQuery = {
  readonly refund: {
    readonly refundLineItems: {
      readonly nodes: ReadonlyArray<{
        readonly quantity: number
        readonly subtotalSet: MoneyPartsFragment
        readonly lineItem: { readonly id: string }
      }>
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  } | null
}

export type RemoveTagsMutationVariables = Exact<{
  id: string
  tags: ReadonlyArray<string> | string
}>

export type RemoveTagsMutation = {
  readonly changeTags: {
    readonly node:
      | { readonly tags: ReadonlyArray<string> }
      | { readonly tags: ReadonlyArray<string> }
      | { readonly tags: ReadonlyArray<string> }
      | Record<PropertyKey, never>
      | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type SetCustomerMutationVariables = Exact<{
  identifier: CustomerSetIdentifiers
  input: CustomerSetInput
}>

export type SetCustomerMutation = {
  readonly customerSet: {
    readonly customer: { readonly id: string } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: CustomerSetUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type SetEmailConsentMutationVariables = Exact<{
  input: CustomerEmailMarketingConsentUpdateInput
}>

export type SetEmailConsentMutation = {
  readonly customerEmailMarketingConsentUpdate: {
    readonly userErrors: ReadonlyArray<{
      readonly code: CustomerEmailMarketingConsentUpdateUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type SetInventoryMutationVariables = Exact<{
  input: InventorySetQuantitiesInput
  key: string
}>

export type SetInventoryMutation = {
  readonly inventorySetQuantities: {
    readonly userErrors: ReadonlyArray<{
      readonly code: InventorySetQuantitiesUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type SetOrderLineMutationVariables = Exact<{
  id: string
  line: string
  quantity: number
}>

export type SetOrderLineMutation = {
  readonly orderEditSetQuantity: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type SetProductMutationVariables = Exact<{
  identifier: ProductSetIdentifiers
  input: ProductSetInput
}>

export type SetProductMutation = {
  readonly productSet: {
    readonly product: { readonly id: string } | null
    readonly userErrors: ReadonlyArray<{
      readonly code: ProductSetUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type SetSmsConsentMutationVariables = Exact<{
  input: CustomerSmsMarketingConsentUpdateInput
}>

export type SetSmsConsentMutation = {
  readonly customerSmsMarketingConsentUpdate: {
    readonly userErrors: ReadonlyArray<{
      readonly code: CustomerSmsMarketingConsentErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type ShopLocalesQueryVariables = Exact<{ [key: string]: never }>

export type ShopLocalesQuery = {
  readonly shopLocales: ReadonlyArray<{ readonly locale: string; readonly primary: boolean }>
}

export type ShopQueryVariables = Exact<{ [key: string]: never }>

export type ShopQuery = {
  readonly shop: {
    readonly name: string
    readonly myshopifyDomain: string
    readonly currencyCode: CurrencyCode
    readonly ianaTimezone: string
    readonly taxesIncluded: boolean
    readonly shopAddress: { readonly countryCodeV2: CountryCode | null }
    readonly plan: { readonly publicDisplayName: string; readonly partnerDevelopment: boolean }
  }
  readonly currentAppInstallation: { readonly accessScopes: ReadonlyArray<{ readonly handle: string }> }
}

export type StartBulkOperationMutationVariables = Exact<{
  query: string
}>

export type StartBulkOperationMutation = {
  readonly bulkOperationRunQuery: {
    readonly bulkOperation: BulkOperationPartsFragment | null
    readonly userErrors: ReadonlyArray<{
      readonly field: ReadonlyArray<string> | null
      readonly message: string
      readonly code: BulkOperationUserErrorCode | null
    }>
  } | null
}

export type SubscribeMutationVariables = Exact<{
  topic: WebhookSubscriptionTopic
  uri: string
}>

export type SubscribeMutation = {
  readonly webhookSubscriptionCreate: {
    readonly webhookSubscription: {
      readonly id: string
      readonly topic: WebhookSubscriptionTopic
      readonly uri: string
    } | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type SubscriptionsQueryVariables = Exact<{
  after?: string | null | undefined
}>

export type SubscriptionsQuery = {
  readonly webhookSubscriptions: {
    readonly nodes: ReadonlyArray<{
      readonly id: string
      readonly topic: WebhookSubscriptionTopic
      readonly uri: string
    }>
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

export type TagsQueryVariables = Exact<{
  id: string
}>

export type TagsQuery = {
  readonly node:
    | { readonly tags: ReadonlyArray<string> }
    | { readonly tags: ReadonlyArray<string> }
    | { readonly tags: ReadonlyArray<string> }
    | Record<PropertyKey, never>
    | null
}

export type UnfinishedBulkOperationsQueryVariables = Exact<{ [key: string]: never }>

export type UnfinishedBulkOperationsQuery = {
  readonly bulkOperations: { readonly nodes: ReadonlyArray<BulkOperationPartsFragment> }
}

export type UnsubscribeMutationVariables = Exact<{
  id: string
}>

export type UnsubscribeMutation = {
  readonly webhookSubscriptionDelete: {
    readonly deletedWebhookSubscriptionId: string | null
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type UpdateOrderMutationVariables = Exact<{
  input: OrderInput
}>

export type UpdateOrderMutation = {
  readonly orderUpdate: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type UpdateProductMutationVariables = Exact<{
  product: ProductUpdateInput
}>

export type UpdateProductMutation = {
  readonly productUpdate: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type UpdateTrackingMutationVariables = Exact<{
  id: string
  tracking: FulfillmentTrackingInput
  notify: boolean
}>

export type UpdateTrackingMutation = {
  readonly fulfillmentTrackingInfoUpdate: {
    readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string> | null; readonly message: string }>
  } | null
}

export type UpdateVariantsMutationVariables = Exact<{
  product: string
  variants: ReadonlyArray<ProductVariantsBulkInput> | ProductVariantsBulkInput
}>

export type UpdateVariantsMutation = {
  readonly productVariantsBulkUpdate: {
    readonly userErrors: ReadonlyArray<{
      readonly code: ProductVariantsBulkUpdateUserErrorCode | null
      readonly field: ReadonlyArray<string> | null
      readonly message: string
    }>
  } | null
}

export type VariantValuesQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string
}>

export type VariantValuesQuery = {
  readonly nodes: ReadonlyArray<
    | {
        readonly id: string
        readonly sku: string | null
        readonly barcode: string | null
        readonly price: string
        readonly compareAtPrice: string | null
        readonly inventoryItem: { readonly unitCost: { readonly amount: string } | null }
      }
    | Record<PropertyKey, never>
    | null
  >
}

export const addOrderLine: Document<AddOrderLineMutation, AddOrderLineMutationVariables> = {
  name: 'AddOrderLine',
  text: 'mutation AddOrderLine($id:ID!$variant:ID!$quantity:Int!){orderEditAddVariant(id:$id variantId:$variant quantity:$quantity){userErrors{field message}}}',
  cost: 10,
}

export const addTags: Document<AddTagsMutation, AddTagsMutationVariables> = {
  name: 'AddTags',
  text: 'mutation AddTags($id:ID!$tags:[String!]!){changeTags:tagsAdd(id:$id tags:$tags){node{...on Order{tags}...on Product{tags}...on Customer{tags}}userErrors{field message}}}',
  cost: 10,
}

export const adjustInventory: Document<AdjustInventoryMutation, AdjustInventoryMutationVariables> = {
  name: 'AdjustInventory',
  text: 'mutation AdjustInventory($input:InventoryAdjustQuantitiesInput!$key:String!){inventoryAdjustQuantities(input:$input)@idempotent(key:$key){userErrors{code field message}}}',
  cost: 10,
}

export const beginOrderEdit: Document<BeginOrderEditMutation, BeginOrderEditMutationVariables> = {
  name: 'BeginOrderEdit',
  text: 'mutation BeginOrderEdit($id:ID!){orderEditBegin(id:$id){calculatedOrder{id lineItems(first:250){nodes{id quantity variant{id}}}}userErrors{field message}}}',
  cost: 34,
}

export const bulkOperation: Document<BulkOperationQuery, BulkOperationQueryVariables> = {
  name: 'BulkOperation',
  text: 'query BulkOperation($id:ID!){bulkOperation(id:$id){...BulkOperationParts}}fragment BulkOperationParts on BulkOperation{id status errorCode createdAt query objectCount rootObjectCount fileSize url}',
  cost: 1,
}

export const bulkCustomers: Document<BulkCustomersQuery, BulkCustomersQueryVariables> = {
  name: 'BulkCustomers',
  text: 'query BulkCustomers{customers{edges{node{id firstName lastName state note tags locale taxExempt verifiedEmail numberOfOrders createdAt updatedAt defaultEmailAddress{emailAddress marketingState}defaultPhoneNumber{phoneNumber}defaultAddress{firstName lastName company address1 address2 city province zip country countryCodeV2 phone}addressesV2{edges{node{id firstName lastName company address1 address2 city province zip country countryCodeV2 phone}}}}}}}',
  cost: 0,
}

export const bulkInventory: Document<BulkInventoryQuery, BulkInventoryQueryVariables> = {
  name: 'BulkInventory',
  text: 'query BulkInventory{inventoryItems{edges{node{id inventoryLevels{edges{node{id isActive createdAt updatedAt item{id}location{id}quantities(names:["available" "on_hand" "committed" "incoming" "reserved" "damaged" "safety_stock" "quality_control"]){name quantity}}}}}}}}',
  cost: 0,
}

export const bulkOrders: Document<BulkOrdersQuery, BulkOrdersQueryVariables> = {
  name: 'BulkOrders',
  text: 'query BulkOrders{orders{edges{node{id name email phone note tags test sourceName sourceIdentifier createdAt updatedAt processedAt closedAt cancelledAt cancelReason currencyCode presentmentCurrencyCode displayFinancialStatus displayFulfillmentStatus paymentGatewayNames totalPriceSet{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}subtotalPriceSet{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}totalTaxSet{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}totalShippingPriceSet{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}totalDiscountsSet{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}customer{id}shippingLine{title}shippingAddress{firstName lastName company address1 address2 city province zip country countryCodeV2 phone}billingAddress{firstName lastName company address1 address2 city province zip country countryCodeV2 phone}lineItems{edges{node{id name sku quantity currentQuantity requiresShipping originalUnitPriceSet{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}totalDiscountSet{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}taxLines{title rate priceSet{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}}product{id}variant{id}}}}fulfillments{id}refunds{id}}}}}',
  cost: 0,
}

export const bulkProducts: Document<BulkProductsQuery, BulkProductsQueryVariables> = {
  name: 'BulkProducts',
  text: 'query BulkProducts{products{edges{node{id title handle status vendor productType descriptionHtml tags templateSuffix totalInventory createdAt updatedAt publishedAt options{name position}featuredMedia{id}media{edges{node{id ...on MediaImage{image{url}}}}}collections{edges{node{id}}}variants{edges{node{id title sku barcode position price compareAtPrice inventoryQuantity inventoryPolicy taxable createdAt updatedAt selectedOptions{name value}inventoryItem{id tracked requiresShipping unitCost{amount currencyCode}measurement{weight{value unit}}}}}}}}}}',
  cost: 0,
}

export const cancelBulkOperation: Document<CancelBulkOperationMutation, CancelBulkOperationMutationVariables> = {
  name: 'CancelBulkOperation',
  text: 'mutation CancelBulkOperation($id:ID!){bulkOperationCancel(id:$id){userErrors{field message}}}',
  cost: 10,
}

export const cancelOrder: Document<CancelOrderMutation, CancelOrderMutationVariables> = {
  name: 'CancelOrder',
  text: 'mutation CancelOrder($id:ID!$reason:OrderCancelReason!$restock:Boolean!$refund:OrderCancelRefundMethodInput!$notify:Boolean!$note:String!){orderCancel(orderId:$id reason:$reason restock:$restock refundMethod:$refund notifyCustomer:$notify staffNote:$note){jobResult{errors{code field message}}userErrors:orderCancelUserErrors{code field message}}}',
  cost: 11,
}

export const checkLocations: Document<CheckLocationsQuery, CheckLocationsQueryVariables> = {
  name: 'CheckLocations',
  text: 'query CheckLocations{locations(first:1){nodes{id}}}',
  cost: 3,
}

export const check: Document<CheckQuery, CheckQueryVariables> = {
  name: 'Check',
  text: 'query Check{shop{myshopifyDomain}currentAppInstallation{accessScopes{handle}}}',
  cost: 3,
}

export const clock: Document<ClockQuery, ClockQueryVariables> = {
  name: 'Clock',
  text: 'query Clock{shop{id}}',
  cost: 1,
}

export const closeOrder: Document<CloseOrderMutation, CloseOrderMutationVariables> = {
  name: 'CloseOrder',
  text: 'mutation CloseOrder($id:ID!){orderClose(input:{id:$id}){userErrors{field message}}}',
  cost: 10,
}

export const collectionsById: Document<CollectionsByIdQuery, CollectionsByIdQueryVariables> = {
  name: 'CollectionsById',
  text: 'query CollectionsById($ids:[ID!]!){nodes(ids:$ids){...on Collection{...CollectionParts}}}fragment CollectionParts on Collection{id title handle descriptionHtml sortOrder updatedAt}',
  cost: 1,
}

export const collectionsPage: Document<CollectionsPageQuery, CollectionsPageQueryVariables> = {
  name: 'CollectionsPage',
  text: 'query CollectionsPage($after:String$query:String$sortKey:CollectionSortKeys){collections(first:250 after:$after query:$query sortKey:$sortKey){nodes{...CollectionParts}pageInfo{hasNextPage endCursor}}}fragment CollectionParts on Collection{id title handle descriptionHtml sortOrder updatedAt}',
  cost: 13,
}

export const commitOrderEdit: Document<CommitOrderEditMutation, CommitOrderEditMutationVariables> = {
  name: 'CommitOrderEdit',
  text: 'mutation CommitOrderEdit($id:ID!$note:String!){orderEditCommit(id:$id notifyCustomer:false staffNote:$note){userErrors{field message}}}',
  cost: 10,
}

export const countCustomers: Document<CountCustomersQuery, CountCustomersQueryVariables> = {
  name: 'CountCustomers',
  text: 'query CountCustomers($limit:Int!){customersCount(limit:$limit){count}}',
  cost: 10,
}

export const countOrders: Document<CountOrdersQuery, CountOrdersQueryVariables> = {
  name: 'CountOrders',
  text: 'query CountOrders($limit:Int!){ordersCount(limit:$limit){count}}',
  cost: 10,
}

export const countProducts: Document<CountProductsQuery, CountProductsQueryVariables> = {
  name: 'CountProducts',
  text: 'query CountProducts($limit:Int!){productsCount(limit:$limit){count}}',
  cost: 10,
}

export const countVariants: Document<CountVariantsQuery, CountVariantsQueryVariables> = {
  name: 'CountVariants',
  text: 'query CountVariants($limit:Int!){productVariantsCount(limit:$limit){count}}',
  cost: 10,
}

export const createFulfillment: Document<CreateFulfillmentMutation, CreateFulfillmentMutationVariables> = {
  name: 'CreateFulfillment',
  text: 'mutation CreateFulfillment($fulfillment:FulfillmentInput!){fulfillmentCreate(fulfillment:$fulfillment){userErrors{field message}}}',
  cost: 10,
}

export const createOrder: Document<CreateOrderMutation, CreateOrderMutationVariables> = {
  name: 'CreateOrder',
  text: 'mutation CreateOrder($order:OrderCreateOrderInput!$options:OrderCreateOptionsInput!){orderCreate(order:$order options:$options){order{id}userErrors{code field message}}}',
  cost: 10,
}

export const createVariants: Document<CreateVariantsMutation, CreateVariantsMutationVariables> = {
  name: 'CreateVariants',
  text: 'mutation CreateVariants($product:ID!$variants:[ProductVariantsBulkInput!]!){productVariantsBulkCreate(productId:$product variants:$variants strategy:PRESERVE_STANDALONE_VARIANT){userErrors{code field message}}}',
  cost: 10,
}

export const customerAddresses: Document<CustomerAddressesQuery, CustomerAddressesQueryVariables> = {
  name: 'CustomerAddresses',
  text: 'query CustomerAddresses($id:ID!$after:String){customer(id:$id){addressesV2(first:250 after:$after){nodes{id ...AddressParts}pageInfo{hasNextPage endCursor}}}}fragment AddressParts on MailingAddress{firstName lastName company address1 address2 city province zip country countryCodeV2 phone}',
  cost: 14,
}

export const customerByIdentifier: Document<CustomerByIdentifierQuery, CustomerByIdentifierQueryVariables> = {
  name: 'CustomerByIdentifier',
  text: 'query CustomerByIdentifier($identifier:CustomerIdentifierInput!){customerByIdentifier(identifier:$identifier){id firstName lastName note tags defaultEmailAddress{emailAddress}defaultPhoneNumber{phoneNumber}}}',
  cost: 3,
}

export const customerConsent: Document<CustomerConsentQuery, CustomerConsentQueryVariables> = {
  name: 'CustomerConsent',
  text: 'query CustomerConsent($id:ID!){customer(id:$id){defaultEmailAddress{marketingState}defaultPhoneNumber{smsMarketingConsent{state}}}}',
  cost: 4,
}

export const customersById: Document<CustomersByIdQuery, CustomersByIdQueryVariables> = {
  name: 'CustomersById',
  text: 'query CustomersById($ids:[ID!]!){nodes(ids:$ids){...on Customer{...CustomerParts}}}fragment CustomerParts on Customer{...CustomerFields addressesV2(first:50){nodes{id ...AddressParts}pageInfo{hasNextPage endCursor}}}fragment CustomerFields on Customer{id firstName lastName state note tags locale taxExempt verifiedEmail numberOfOrders createdAt updatedAt defaultEmailAddress{emailAddress marketingState}defaultPhoneNumber{phoneNumber}defaultAddress{...AddressParts}}fragment AddressParts on MailingAddress{firstName lastName company address1 address2 city province zip country countryCodeV2 phone}',
  cost: 12,
}

export const customersPage: Document<CustomersPageQuery, CustomersPageQueryVariables> = {
  name: 'CustomersPage',
  text: 'query CustomersPage($after:String$query:String$sortKey:CustomerSortKeys){customers(first:250 after:$after query:$query sortKey:$sortKey){nodes{...CustomerParts}pageInfo{hasNextPage endCursor}}}fragment CustomerParts on Customer{...CustomerFields addressesV2(first:50){nodes{id ...AddressParts}pageInfo{hasNextPage endCursor}}}fragment CustomerFields on Customer{id firstName lastName state note tags locale taxExempt verifiedEmail numberOfOrders createdAt updatedAt defaultEmailAddress{emailAddress marketingState}defaultPhoneNumber{phoneNumber}defaultAddress{...AddressParts}}fragment AddressParts on MailingAddress{firstName lastName company address1 address2 city province zip country countryCodeV2 phone}',
  cost: 134,
}

export const defineCustomId: Document<DefineCustomIdMutation, DefineCustomIdMutationVariables> = {
  name: 'DefineCustomId',
  text: 'mutation DefineCustomId($definition:MetafieldDefinitionInput!){metafieldDefinitionCreate(definition:$definition){userErrors{code field message}}}',
  cost: 10,
}

export const deleteProduct: Document<DeleteProductMutation, DeleteProductMutationVariables> = {
  name: 'DeleteProduct',
  text: 'mutation DeleteProduct($id:ID!){productDelete(input:{id:$id}synchronous:true){userErrors{field message}}}',
  cost: 10,
}

export const deletions: Document<DeletionsQuery, DeletionsQueryVariables> = {
  name: 'Deletions',
  text: 'query Deletions($after:String$query:String!){events(first:250 after:$after query:$query sortKey:CREATED_AT){nodes{...on BasicEvent{action subjectId subjectType createdAt}}pageInfo{hasNextPage endCursor}}}',
  cost: 13,
}

export const fulfillmentLines: Document<FulfillmentLinesQuery, FulfillmentLinesQueryVariables> = {
  name: 'FulfillmentLines',
  text: 'query FulfillmentLines($id:ID!$after:String){fulfillment(id:$id){fulfillmentLineItems(first:250 after:$after){nodes{quantity lineItem{id}}pageInfo{hasNextPage endCursor}}}}',
  cost: 25,
}

export const fulfillmentOrderLines: Document<FulfillmentOrderLinesQuery, FulfillmentOrderLinesQueryVariables> = {
  name: 'FulfillmentOrderLines',
  text: 'query FulfillmentOrderLines($id:ID!$after:String){fulfillmentOrder(id:$id){lineItems(first:250 after:$after){nodes{id remainingQuantity variant{id}}pageInfo{hasNextPage endCursor}}}}',
  cost: 25,
}

export const fulfillmentOrders: Document<FulfillmentOrdersQuery, FulfillmentOrdersQueryVariables> = {
  name: 'FulfillmentOrders',
  text: 'query FulfillmentOrders($id:ID!){order(id:$id){cancelledAt fulfillmentOrders(first:50){nodes{id status supportedActions{action}assignedLocation{location{id}}}}fulfillments{id status createdAt location{id}trackingInfo{number}}}}',
  cost: 34,
}

export const fulfillmentQuantities: Document<FulfillmentQuantitiesQuery, FulfillmentQuantitiesQueryVariables> = {
  name: 'FulfillmentQuantities',
  text: 'query FulfillmentQuantities($id:ID!$after:String){fulfillment(id:$id){fulfillmentLineItems(first:250 after:$after){nodes{quantity lineItem{variant{id}}}pageInfo{hasNextPage endCursor}}}}',
  cost: 36,
}

export const level: Document<LevelQuery, LevelQueryVariables> = {
  name: 'Level',
  text: 'query Level($item:ID!$location:ID!){inventoryItem(id:$item){inventoryLevel(locationId:$location){...LevelParts}}}fragment LevelParts on InventoryLevel{id isActive createdAt updatedAt item{id}location{id}quantities(names:["available" "on_hand" "committed" "incoming" "reserved" "damaged" "safety_stock" "quality_control"]){name quantity}}',
  cost: 5,
}

export const levelsByItem: Document<LevelsByItemQuery, LevelsByItemQueryVariables> = {
  name: 'LevelsByItem',
  text: 'query LevelsByItem($ids:[ID!]!){nodes(ids:$ids){...on InventoryItem{id inventoryLevels(first:250){nodes{...LevelParts}pageInfo{hasNextPage endCursor}}}}}fragment LevelParts on InventoryLevel{id isActive createdAt updatedAt item{id}location{id}quantities(names:["available" "on_hand" "committed" "incoming" "reserved" "damaged" "safety_stock" "quality_control"]){name quantity}}',
  cost: 47,
}

export const levelsPage: Document<LevelsPageQuery, LevelsPageQueryVariables> = {
  name: 'LevelsPage',
  text: 'query LevelsPage($location:ID!$after:String$query:String){location(id:$location){inventoryLevels(first:250 after:$after query:$query){nodes{...LevelParts}pageInfo{hasNextPage endCursor}}}}fragment LevelParts on InventoryLevel{id isActive createdAt updatedAt item{id}location{id}quantities(names:["available" "on_hand" "committed" "incoming" "reserved" "damaged" "safety_stock" "quality_control"]){name quantity}}',
  cost: 47,
}

export const locationsById: Document<LocationsByIdQuery, LocationsByIdQueryVariables> = {
  name: 'LocationsById',
  text: 'query LocationsById($ids:[ID!]!){nodes(ids:$ids){...on Location{...LocationParts}}}fragment LocationParts on Location{id name isActive createdAt updatedAt address{address1 address2 city province zip country countryCode phone}}',
  cost: 2,
}

export const locationsPage: Document<LocationsPageQuery, LocationsPageQueryVariables> = {
  name: 'LocationsPage',
  text: 'query LocationsPage($after:String){locations(first:250 after:$after sortKey:ID includeInactive:true includeLegacy:true){nodes{...LocationParts}pageInfo{hasNextPage endCursor}}}fragment LocationParts on Location{id name isActive createdAt updatedAt address{address1 address2 city province zip country countryCode phone}}',
  cost: 24,
}

export const markOrderPaid: Document<MarkOrderPaidMutation, MarkOrderPaidMutationVariables> = {
  name: 'MarkOrderPaid',
  text: 'mutation MarkOrderPaid($id:ID!){orderMarkAsPaid(input:{id:$id}){userErrors{field message}}}',
  cost: 10,
}

export const mediaOrder: Document<MediaOrderQuery, MediaOrderQueryVariables> = {
  name: 'MediaOrder',
  text: 'query MediaOrder($ids:[ID!]!){nodes(ids:$ids){...on Product{id media(first:250){nodes{id}}}}}',
  cost: 14,
}

export const openOrder: Document<OpenOrderMutation, OpenOrderMutationVariables> = {
  name: 'OpenOrder',
  text: 'mutation OpenOrder($id:ID!){orderOpen(input:{id:$id}){userErrors{field message}}}',
  cost: 10,
}

export const orderByCustomId: Document<OrderByCustomIdQuery, OrderByCustomIdQueryVariables> = {
  name: 'OrderByCustomId',
  text: 'query OrderByCustomId($identifier:OrderIdentifierInput!){orderByIdentifier(identifier:$identifier){id}}',
  cost: 1,
}

export const orderLines: Document<OrderLinesQuery, OrderLinesQueryVariables> = {
  name: 'OrderLines',
  text: 'query OrderLines($id:ID!$after:String){order(id:$id){lineItems(first:250 after:$after){nodes{...LineParts}pageInfo{hasNextPage endCursor}}}}fragment LineParts on LineItem{id name sku quantity currentQuantity requiresShipping originalUnitPriceSet{...MoneyParts}totalDiscountSet{...MoneyParts}taxLines{title rate priceSet{...MoneyParts}}product{id}variant{id}}fragment MoneyParts on MoneyBag{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}',
  cost: 47,
}

export const orderQuantities: Document<OrderQuantitiesQuery, OrderQuantitiesQueryVariables> = {
  name: 'OrderQuantities',
  text: 'query OrderQuantities($id:ID!){order(id:$id){lineItems(first:250){nodes{id currentQuantity variant{id}}pageInfo{hasNextPage}}}}',
  cost: 25,
}

export const orderState: Document<OrderStateQuery, OrderStateQueryVariables> = {
  name: 'OrderState',
  text: 'query OrderState($id:ID!){order(id:$id){closedAt cancelledAt displayFinancialStatus}}',
  cost: 1,
}

export const orderValues: Document<OrderValuesQuery, OrderValuesQueryVariables> = {
  name: 'OrderValues',
  text: 'query OrderValues($id:ID!){order(id:$id){note tags email phone customAttributes{key value}shippingAddress{firstName lastName company address1 address2 city zip province provinceCode countryCodeV2 phone}}}',
  cost: 2,
}

export const ordersById: Document<OrdersByIdQuery, OrdersByIdQueryVariables> = {
  name: 'OrdersById',
  text: 'query OrdersById($ids:[ID!]!){nodes(ids:$ids){...on Order{...OrderParts}}}fragment OrderParts on Order{...OrderFields lineItems(first:100){nodes{...LineParts}pageInfo{hasNextPage endCursor}}fulfillments{...FulfillmentParts}refunds{...RefundParts}}fragment OrderFields on Order{id name email phone note tags test sourceName sourceIdentifier createdAt updatedAt processedAt closedAt cancelledAt cancelReason currencyCode presentmentCurrencyCode displayFinancialStatus displayFulfillmentStatus paymentGatewayNames totalPriceSet{...MoneyParts}subtotalPriceSet{...MoneyParts}totalTaxSet{...MoneyParts}totalShippingPriceSet{...MoneyParts}totalDiscountsSet{...MoneyParts}customer{id}shippingLine{title}shippingAddress{...AddressParts}billingAddress{...AddressParts}}fragment MoneyParts on MoneyBag{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}fragment AddressParts on MailingAddress{firstName lastName company address1 address2 city province zip country countryCodeV2 phone}fragment LineParts on LineItem{id name sku quantity currentQuantity requiresShipping originalUnitPriceSet{...MoneyParts}totalDiscountSet{...MoneyParts}taxLines{title rate priceSet{...MoneyParts}}product{id}variant{id}}fragment FulfillmentParts on Fulfillment{id name status createdAt updatedAt trackingInfo{company number url}fulfillmentLineItems(first:100){nodes{quantity lineItem{id}}pageInfo{hasNextPage endCursor}}}fragment RefundParts on Refund{id note createdAt updatedAt totalRefundedSet{...MoneyParts}refundLineItems(first:100){nodes{quantity subtotalSet{...MoneyParts}lineItem{id}}pageInfo{hasNextPage endCursor}}}',
  cost: 84,
}

export const ordersPage: Document<OrdersPageQuery, OrdersPageQueryVariables> = {
  name: 'OrdersPage',
  text: 'query OrdersPage($after:String$query:String$sortKey:OrderSortKeys){orders(first:50 after:$after query:$query sortKey:$sortKey){nodes{...OrderParts}pageInfo{hasNextPage endCursor}}}fragment OrderParts on Order{...OrderFields lineItems(first:100){nodes{...LineParts}pageInfo{hasNextPage endCursor}}fulfillments{...FulfillmentParts}refunds{...RefundParts}}fragment OrderFields on Order{id name email phone note tags test sourceName sourceIdentifier createdAt updatedAt processedAt closedAt cancelledAt cancelReason currencyCode presentmentCurrencyCode displayFinancialStatus displayFulfillmentStatus paymentGatewayNames totalPriceSet{...MoneyParts}subtotalPriceSet{...MoneyParts}totalTaxSet{...MoneyParts}totalShippingPriceSet{...MoneyParts}totalDiscountsSet{...MoneyParts}customer{id}shippingLine{title}shippingAddress{...AddressParts}billingAddress{...AddressParts}}fragment MoneyParts on MoneyBag{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}fragment AddressParts on MailingAddress{firstName lastName company address1 address2 city province zip country countryCodeV2 phone}fragment LineParts on LineItem{id name sku quantity currentQuantity requiresShipping originalUnitPriceSet{...MoneyParts}totalDiscountSet{...MoneyParts}taxLines{title rate priceSet{...MoneyParts}}product{id}variant{id}}fragment FulfillmentParts on Fulfillment{id name status createdAt updatedAt trackingInfo{company number url}fulfillmentLineItems(first:100){nodes{quantity lineItem{id}}pageInfo{hasNextPage endCursor}}}fragment RefundParts on Refund{id note createdAt updatedAt totalRefundedSet{...MoneyParts}refundLineItems(first:100){nodes{quantity subtotalSet{...MoneyParts}lineItem{id}}pageInfo{hasNextPage endCursor}}}',
  cost: 590,
}

export const productByIdentifier: Document<ProductByIdentifierQuery, ProductByIdentifierQueryVariables> = {
  name: 'ProductByIdentifier',
  text: 'query ProductByIdentifier($identifier:ProductIdentifierInput!){productByIdentifier(identifier:$identifier){id}}',
  cost: 1,
}

export const productCollections: Document<ProductCollectionsQuery, ProductCollectionsQueryVariables> = {
  name: 'ProductCollections',
  text: 'query ProductCollections($id:ID!$after:String){product(id:$id){collections(first:250 after:$after){nodes{id}pageInfo{hasNextPage endCursor}}}}',
  cost: 14,
}

export const productMedia: Document<ProductMediaQuery, ProductMediaQueryVariables> = {
  name: 'ProductMedia',
  text: 'query ProductMedia($id:ID!$after:String){product(id:$id){media(first:250 after:$after){nodes{id ...on MediaImage{image{url}}}pageInfo{hasNextPage endCursor}}}}',
  cost: 25,
}

export const productSkus: Document<ProductSkusQuery, ProductSkusQueryVariables> = {
  name: 'ProductSkus',
  text: 'query ProductSkus($id:ID!$after:String){product(id:$id){options{name}variants(first:250 after:$after){nodes{id sku}pageInfo{hasNextPage endCursor}}}}',
  cost: 15,
}

export const productState: Document<ProductStateQuery, ProductStateQueryVariables> = {
  name: 'ProductState',
  text: 'query ProductState($id:ID!){product(id:$id){title descriptionHtml vendor productType handle status tags}}',
  cost: 1,
}

export const productVariants: Document<ProductVariantsQuery, ProductVariantsQueryVariables> = {
  name: 'ProductVariants',
  text: 'query ProductVariants($id:ID!$after:String){product(id:$id){variants(first:250 after:$after){nodes{...VariantParts}pageInfo{hasNextPage endCursor}}}}fragment VariantParts on ProductVariant{id title sku barcode position price compareAtPrice inventoryQuantity inventoryPolicy taxable createdAt updatedAt selectedOptions{name value}inventoryItem{id tracked requiresShipping unitCost{amount currencyCode}measurement{weight{value unit}}}}',
  cost: 58,
}

export const productsById: Document<ProductsByIdQuery, ProductsByIdQueryVariables> = {
  name: 'ProductsById',
  text: 'query ProductsById($ids:[ID!]!){nodes(ids:$ids){...on Product{...ProductParts}}}fragment ProductParts on Product{...ProductFields media(first:100){nodes{id ...on MediaImage{image{url}}}pageInfo{hasNextPage endCursor}}collections(first:50){nodes{id}pageInfo{hasNextPage endCursor}}variants(first:100){nodes{...VariantParts}pageInfo{hasNextPage endCursor}}}fragment ProductFields on Product{id title handle status vendor productType descriptionHtml tags templateSuffix totalInventory createdAt updatedAt publishedAt options{name position}}fragment VariantParts on ProductVariant{id title sku barcode position price compareAtPrice inventoryQuantity inventoryPolicy taxable createdAt updatedAt selectedOptions{name value}inventoryItem{id tracked requiresShipping unitCost{amount currencyCode}measurement{weight{value unit}}}}',
  cost: 78,
}

export const productsPage: Document<ProductsPageQuery, ProductsPageQueryVariables> = {
  name: 'ProductsPage',
  text: 'query ProductsPage($after:String$query:String$sortKey:ProductSortKeys){products(first:50 after:$after query:$query sortKey:$sortKey){nodes{...ProductParts}pageInfo{hasNextPage endCursor}}}fragment ProductParts on Product{...ProductFields media(first:100){nodes{id ...on MediaImage{image{url}}}pageInfo{hasNextPage endCursor}}collections(first:50){nodes{id}pageInfo{hasNextPage endCursor}}variants(first:100){nodes{...VariantParts}pageInfo{hasNextPage endCursor}}}fragment ProductFields on Product{id title handle status vendor productType descriptionHtml tags templateSuffix totalInventory createdAt updatedAt publishedAt options{name position}}fragment VariantParts on ProductVariant{id title sku barcode position price compareAtPrice inventoryQuantity inventoryPolicy taxable createdAt updatedAt selectedOptions{name value}inventoryItem{id tracked requiresShipping unitCost{amount currencyCode}measurement{weight{value unit}}}}',
  cost: 548,
}

export const refundLines: Document<RefundLinesQuery, RefundLinesQueryVariables> = {
  name: 'RefundLines',
  text: 'query RefundLines($id:ID!$after:String){refund(id:$id){refundLineItems(first:250 after:$after){nodes{quantity subtotalSet{...MoneyParts}lineItem{id}}pageInfo{hasNextPage endCursor}}}}fragment MoneyParts on MoneyBag{shopMoney{amount currencyCode}presentmentMoney{amount currencyCode}}',
  cost: 25,
}

export const removeTags: Document<RemoveTagsMutation, RemoveTagsMutationVariables> = {
  name: 'RemoveTags',
  text: 'mutation RemoveTags($id:ID!$tags:[String!]!){changeTags:tagsRemove(id:$id tags:$tags){node{...on Order{tags}...on Product{tags}...on Customer{tags}}userErrors{field message}}}',
  cost: 10,
}

export const setCustomer: Document<SetCustomerMutation, SetCustomerMutationVariables> = {
  name: 'SetCustomer',
  text: 'mutation SetCustomer($identifier:CustomerSetIdentifiers!$input:CustomerSetInput!){customerSet(identifier:$identifier input:$input){customer{id}userErrors{code field message}}}',
  cost: 10,
}

export const setEmailConsent: Document<SetEmailConsentMutation, SetEmailConsentMutationVariables> = {
  name: 'SetEmailConsent',
  text: 'mutation SetEmailConsent($input:CustomerEmailMarketingConsentUpdateInput!){customerEmailMarketingConsentUpdate(input:$input){userErrors{code field message}}}',
  cost: 10,
}

export const setInventory: Document<SetInventoryMutation, SetInventoryMutationVariables> = {
  name: 'SetInventory',
  text: 'mutation SetInventory($input:InventorySetQuantitiesInput!$key:String!){inventorySetQuantities(input:$input)@idempotent(key:$key){userErrors{code field message}}}',
  cost: 10,
}

export const setOrderLine: Document<SetOrderLineMutation, SetOrderLineMutationVariables> = {
  name: 'SetOrderLine',
  text: 'mutation SetOrderLine($id:ID!$line:ID!$quantity:Int!){orderEditSetQuantity(id:$id lineItemId:$line quantity:$quantity restock:true){userErrors{field message}}}',
  cost: 10,
}

export const setProduct: Document<SetProductMutation, SetProductMutationVariables> = {
  name: 'SetProduct',
  text: 'mutation SetProduct($identifier:ProductSetIdentifiers!$input:ProductSetInput!){productSet(identifier:$identifier input:$input synchronous:true){product{id}userErrors{code field message}}}',
  cost: 10,
}

export const setSmsConsent: Document<SetSmsConsentMutation, SetSmsConsentMutationVariables> = {
  name: 'SetSmsConsent',
  text: 'mutation SetSmsConsent($input:CustomerSmsMarketingConsentUpdateInput!){customerSmsMarketingConsentUpdate(input:$input){userErrors{code field message}}}',
  cost: 10,
}

export const shopLocales: Document<ShopLocalesQuery, ShopLocalesQueryVariables> = {
  name: 'ShopLocales',
  text: 'query ShopLocales{shopLocales{locale primary}}',
  cost: 1,
}

export const shop: Document<ShopQuery, ShopQueryVariables> = {
  name: 'Shop',
  text: 'query Shop{shop{name myshopifyDomain currencyCode ianaTimezone taxesIncluded shopAddress{countryCodeV2}plan{publicDisplayName partnerDevelopment}}currentAppInstallation{accessScopes{handle}}}',
  cost: 5,
}

export const startBulkOperation: Document<StartBulkOperationMutation, StartBulkOperationMutationVariables> = {
  name: 'StartBulkOperation',
  text: 'mutation StartBulkOperation($query:String!){bulkOperationRunQuery(query:$query groupObjects:false){bulkOperation{...BulkOperationParts}userErrors{field message code}}}fragment BulkOperationParts on BulkOperation{id status errorCode createdAt query objectCount rootObjectCount fileSize url}',
  cost: 10,
}

export const subscribe: Document<SubscribeMutation, SubscribeMutationVariables> = {
  name: 'Subscribe',
  text: 'mutation Subscribe($topic:WebhookSubscriptionTopic!$uri:String!){webhookSubscriptionCreate(topic:$topic webhookSubscription:{uri:$uri format:JSON}){webhookSubscription{id topic uri}userErrors{field message}}}',
  cost: 10,
}

export const subscriptions: Document<SubscriptionsQuery, SubscriptionsQueryVariables> = {
  name: 'Subscriptions',
  text: 'query Subscriptions($after:String){webhookSubscriptions(first:250 after:$after){nodes{id topic uri}pageInfo{hasNextPage endCursor}}}',
  cost: 13,
}

export const tags: Document<TagsQuery, TagsQueryVariables> = {
  name: 'Tags',
  text: 'query Tags($id:ID!){node(id:$id){...on Order{tags}...on Product{tags}...on Customer{tags}}}',
  cost: 1,
}

export const unfinishedBulkOperations: Document<UnfinishedBulkOperationsQuery, UnfinishedBulkOperationsQueryVariables> =
  {
    name: 'UnfinishedBulkOperations',
    text: 'query UnfinishedBulkOperations{bulkOperations(first:25 query:"operation_type:query (status:created OR status:running)"){nodes{...BulkOperationParts}}}fragment BulkOperationParts on BulkOperation{id status errorCode createdAt query objectCount rootObjectCount fileSize url}',
    cost: 8,
  }

export const unsubscribe: Document<UnsubscribeMutation, UnsubscribeMutationVariables> = {
  name: 'Unsubscribe',
  text: 'mutation Unsubscribe($id:ID!){webhookSubscriptionDelete(id:$id){deletedWebhookSubscriptionId userErrors{field message}}}',
  cost: 10,
}

export const updateOrder: Document<UpdateOrderMutation, UpdateOrderMutationVariables> = {
  name: 'UpdateOrder',
  text: 'mutation UpdateOrder($input:OrderInput!){orderUpdate(input:$input){userErrors{field message}}}',
  cost: 10,
}

export const updateProduct: Document<UpdateProductMutation, UpdateProductMutationVariables> = {
  name: 'UpdateProduct',
  text: 'mutation UpdateProduct($product:ProductUpdateInput!){productUpdate(product:$product){userErrors{field message}}}',
  cost: 10,
}

export const updateTracking: Document<UpdateTrackingMutation, UpdateTrackingMutationVariables> = {
  name: 'UpdateTracking',
  text: 'mutation UpdateTracking($id:ID!$tracking:FulfillmentTrackingInput!$notify:Boolean!){fulfillmentTrackingInfoUpdate(fulfillmentId:$id trackingInfoInput:$tracking notifyCustomer:$notify){userErrors{field message}}}',
  cost: 10,
}

export const updateVariants: Document<UpdateVariantsMutation, UpdateVariantsMutationVariables> = {
  name: 'UpdateVariants',
  text: 'mutation UpdateVariants($product:ID!$variants:[ProductVariantsBulkInput!]!){productVariantsBulkUpdate(productId:$product variants:$variants allowPartialUpdates:false){userErrors{code field message}}}',
  cost: 10,
}

export const variantValues: Document<VariantValuesQuery, VariantValuesQueryVariables> = {
  name: 'VariantValues',
  text: 'query VariantValues($ids:[ID!]!){nodes(ids:$ids){...on ProductVariant{id sku barcode price compareAtPrice inventoryItem{unitCost{amount}}}}}',
  cost: 2,
}
